package io.devp2p.wire.snap;

/** A message of snap/1 or snap/2 (devp2p caps/snap.md, EIP-8189). */
public sealed interface SnapMessage permits SnapRequest, SnapAnswer {

  /** By which an answer is matched with its request: any 64 bits. */
  long requestId();
}

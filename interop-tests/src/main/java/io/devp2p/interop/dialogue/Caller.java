package io.devp2p.interop.dialogue;

import io.devp2p.core.node.Node;
import java.io.IOException;
import java.util.Set;

/** Makes a target turn to a node by itself. Blocking. */
public interface Caller {

  /** By which protocol. */
  enum Way {
    /** A PING of discv4. */
    DISCV4,
    /** A PING of discv5. */
    DISCV5,
    /** A session of RLPx. */
    RLPX
  }

  /** What it can be told. */
  Set<Way> ways();

  /**
   * Tells the target; what comes of it is seen by the node that is called, which need not be
   * content with it.
   *
   * @param way one of {@link #ways}
   * @throws IOException if the target cannot be told; not if its call has no answer
   */
  void call(Way way, Node node) throws IOException, InterruptedException;
}

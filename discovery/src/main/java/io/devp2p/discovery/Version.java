package io.devp2p.discovery;

/** The two discovery protocols. */
public enum Version {
  /** Node Discovery Protocol v4 (devp2p discv4.md). */
  V4,
  /** Node Discovery Protocol v5.1 (devp2p discv5/discv5-wire.md). */
  V5
}

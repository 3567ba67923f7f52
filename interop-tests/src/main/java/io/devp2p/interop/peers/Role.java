package io.devp2p.interop.peers;

/** What a node is started for. */
public enum Role {
  /** Waits to be asked; holds no more than a genesis block. */
  LISTENER,
  /** Asks others: the bootnodes by itself, and whom it is told to. */
  DIALER,
  /** Is the first node of a network that others join, and makes them known to each other. */
  BOOTNODE,
  /** Holds the test chain of its version, and serves it. */
  CHAIN_SERVER
}

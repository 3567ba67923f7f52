package io.devp2p.node.store;

/**
 * What an item is. The number of a constant stands in files: it never changes, and is not used
 * again.
 */
public enum Kind {
  /** A header, by the hash of its block. */
  HEADER(1),
  /** A body, by the hash of its block. */
  BODY(2),
  /** The hash of a block of the canonical chain, by its number. */
  CANONICAL(3),
  /** The receipts of a block in the form of eth/69, by its hash. */
  RECEIPTS(4),
  /** The access list of a block, by its hash. */
  ACCESS_LIST(5),
  /** A node of a trie, by its hash. */
  NODE(6),
  /** A code, by its hash. */
  CODE(7),
  /** Says of the root of an account's storage that all nodes below it are there. */
  STORAGE(8),
  /** Says of the root of a state that it is whole: all nodes, storage and codes are there. */
  STATE(9),
  /** Says of the content of a chain directory that all of it was taken in. */
  IMPORT(10);

  private final int number;

  Kind(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}

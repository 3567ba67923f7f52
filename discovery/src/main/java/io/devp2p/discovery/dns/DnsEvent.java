package io.devp2p.discovery.dns;

import io.devp2p.core.Violation;
import io.devp2p.core.node.NodeRecord;

/** What the machines of DNS lists put out. */
public sealed interface DnsEvent {

  /**
   * Ask DNS for the TXT records of a name.
   *
   * @param query number that the answer is given with
   */
  record Ask(long query, String name) implements DnsEvent {}

  /** A record of a tree. */
  record Found(TreeUrl tree, NodeRecord record) implements DnsEvent {}

  /**
   * A tree is in use from now on.
   *
   * @param seq its sequence number, unsigned
   */
  record Adopted(TreeUrl tree, long seq) implements DnsEvent {}

  /**
   * Something of a tree was refused; what was good of the tree stays in use.
   *
   * @param name the name in DNS
   */
  record Refused(TreeUrl tree, String name, Violation why) implements DnsEvent {}

  /**
   * Something of a tree could not be had.
   *
   * @param name the name in DNS
   * @param why one English sentence part
   */
  record Missing(TreeUrl tree, String name, String why) implements DnsEvent {}

  /** Records are wanted, and no tree has any until its root is asked for again. */
  record Exhausted() implements DnsEvent {}
}

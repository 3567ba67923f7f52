package io.devp2p.discovery.table;

import io.devp2p.core.node.Node;
import io.devp2p.discovery.BucketEntry;
import io.devp2p.discovery.Version;
import io.devp2p.discovery.guard.AddressPolicy;
import io.devp2p.discovery.guard.AddressPolicy.Reach;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/**
 * A place in the table. Remembers by which protocol the node has answered, because it is passed on
 * only to those who ask by a protocol that it speaks.
 */
public final class Entry {

  /** Answers that count; each failure takes two thirds of them, the third in a row the rest. */
  private static final int MOST_CREDIT = 9;

  private Node node;
  private Reach reach;
  private final long head;
  private final Instant added;
  private final Set<Version> tried = EnumSet.noneOf(Version.class);
  private final Set<Version> answers = EnumSet.noneOf(Version.class);
  private int credit;

  Entry(Node node, Instant added) {
    this.node = node;
    this.added = added;
    this.reach = AddressPolicy.reach(node.endpoint().address());
    this.head = node.id().head();
  }

  /** The head of its id, kept where comparing is quick. */
  long head() {
    return head;
  }

  public Node node() {
    return node;
  }

  /** How far the address of the node reaches. */
  public Reach reach() {
    return reach;
  }

  BucketEntry snapshot() {
    return new BucketEntry(node, added, credit, isAlive());
  }

  /** Whether the node has answered by any protocol. */
  public boolean isAlive() {
    return !answers.isEmpty();
  }

  /** Whether the node has answered by this protocol. */
  public boolean answers(Version version) {
    return answers.contains(version);
  }

  /** The protocol to try next: one that was not tried yet, else one that worked. */
  public Version nextCheck(Set<Version> spoken) {
    Version next = Version.V4;
    int best = -1; // of equally good ones the last
    for (Version version : spoken) {
      int good = !tried.contains(version) ? 2 : answers.contains(version) ? 1 : 0;
      if (good >= best) {
        best = good;
        next = version;
      }
    }
    return next;
  }

  void replaceNode(Node newer) {
    boolean moved = !newer.endpoint().udpAddress().equals(node.endpoint().udpAddress());
    node = newer;
    reach = AddressPolicy.reach(newer.endpoint().address());
    if (moved) { // what was proved of another endpoint says nothing of this one
      answers.clear();
      tried.clear();
      credit = 0;
    }
  }

  void answered(Version version) {
    tried.add(version);
    answers.add(version);
    credit = Math.min(MOST_CREDIT, credit + 1);
  }

  /**
   * A check failed.
   *
   * @return whether the node is worth keeping
   */
  boolean failed(Version version, Set<Version> spoken) {
    tried.add(version);
    if (!answers.contains(version)) { // it never spoke this protocol; does it speak another?
      return isAlive() || !tried.containsAll(spoken);
    }
    credit /= 3;
    if (credit == 0) {
      answers.remove(version);
    }
    return credit > 0 || isAlive();
  }
}

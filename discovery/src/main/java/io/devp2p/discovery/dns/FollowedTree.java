package io.devp2p.discovery.dns;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * One tree that is followed: the walk that is in use, and the one of a newer root, which takes its
 * place when it has proved to lead somewhere, and not before. Not thread-safe.
 */
final class FollowedTree {

  /** Pause after a root that was not good; doubles with each, up to the usual time. */
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);

  private final TreeUrl url;
  private final DnsLimits limits;
  private boolean asked;
  private boolean busy;
  private Optional<TreeWalk> used = Optional.empty();
  private Optional<TreeWalk> candidate = Optional.empty();
  private long lastRoot;
  private long nextRoot;
  private int rootFailures;
  private int entryFailures;
  private long lastTurn;
  private long given;
  private long missing;
  private final Map<String, Long> refused = new TreeMap<>(); // as many keys as there are rules

  FollowedTree(TreeUrl url, boolean asked, DnsLimits limits, long now) {
    this.url = url;
    this.asked = asked;
    this.limits = limits;
    this.nextRoot = now;
  }

  TreeUrl url() {
    return url;
  }

  /** Whether the user named it. */
  boolean isAsked() {
    return asked;
  }

  void ask() {
    asked = true;
  }

  /** Number of the last turn in which it gave something, or failed to. */
  long lastTurn() {
    return lastTurn;
  }

  void turn(long number) {
    lastTurn = number;
  }

  boolean isBusy() {
    return busy;
  }

  /** Says whether a question about it is open. */
  void setBusy(boolean open) {
    busy = open;
  }

  /** Links of the tree in use. */
  Collection<TreeUrl> links() {
    return used.map(TreeWalk::links).orElseGet(List::of);
  }

  boolean isRootDue(long now) {
    return candidate.isEmpty() && now >= nextRoot;
  }

  /** When there is something to do, if no question is open. */
  long readyAt(long now) {
    return walk().filter(w -> !w.isDone()).isPresent() ? now : nextRoot;
  }

  /** What is walked now. */
  Optional<TreeWalk> walk() {
    return candidate.or(() -> used);
  }

  /** Takes a root that was verified. */
  void root(long now, TreeEntry.Root root) {
    lastRoot = now;
    nextRoot = now + limits.recheck().toNanos();
    entryFailures = 0;
    if (used.filter(w -> w.root().equals(root)).isPresent()) {
      rootFailures = 0;
    } else {
      candidate = Optional.of(new TreeWalk(root, limits));
    }
  }

  /** There was no root, or none that could be used. */
  void rootFailed(long now) {
    lastRoot = now;
    candidate = Optional.empty();
    entryFailures = 0;
    long pause = FIRST_PAUSE.toNanos() << Math.min(rootFailures++, 20);
    nextRoot = now + Math.min(pause, limits.recheck().toNanos());
  }

  /**
   * An entry could not be had, or was refused. A tree that is in use is not given up for one that
   * has a fault; without one, some faults are put up with.
   */
  void entryFailed(long now) {
    entryFailures++;
    if (candidate.isPresent() && (used.isPresent() || entryFailures >= limits.failures())) {
      rootFailed(now);
    } else if (entryFailures >= limits.failures()) {
      entryFailures = 0;
      nextRoot = Math.min(nextRoot, Math.max(now, lastRoot + FIRST_PAUSE.toNanos()));
    }
  }

  /** Takes the new walk into use if it has proved itself. */
  boolean adopt() {
    if (candidate.filter(TreeWalk::isProved).isEmpty()) {
      return false;
    }
    used = candidate;
    candidate = Optional.empty();
    rootFailures = 0;
    return true;
  }

  /** Starts over when all was seen. Whether the new walk came to its end and led nowhere. */
  boolean isFruitless() {
    used.filter(TreeWalk::isDone).ifPresent(TreeWalk::repeatRecords);
    return candidate.filter(TreeWalk::isDone).isPresent();
  }

  void countGiven() {
    given++;
  }

  void countMissing() {
    missing++;
  }

  void countRefused(String rule) {
    refused.merge(rule, 1L, Long::sum);
  }

  TreeHealth health() {
    OptionalLong seq = used.map(w -> OptionalLong.of(w.root().seq())).orElse(OptionalLong.empty());
    return new TreeHealth(url, !asked, seq, given, refused, missing);
  }
}

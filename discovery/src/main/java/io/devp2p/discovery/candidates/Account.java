package io.devp2p.discovery.candidates;

import io.devp2p.discovery.SourceStats;
import io.devp2p.discovery.SourceStats.Health;

/** What became of one source, over all mixes that use it. Not thread-safe. */
public final class Account {

  /** A source that gave nothing so often in a row is worth an alarm ... */
  private static final int EMPTY_ANSWERS = 3;

  /** ... unless it is a matter of seconds, as while the first nodes are being found. */
  private static final long EMPTY_TIME = 30_000_000_000L;

  private Health health = Health.IDLE;
  private long asked;
  private long failed;
  private long late;
  private long given;
  private long wanted;
  private long taken;
  private int emptyAnswers;
  private long emptySince;
  private boolean alarmed;

  /** A source that was not asked yet. */
  public Account() {}

  /** What became of it so far. */
  public SourceStats stats() {
    return new SourceStats(health, asked, failed, late, given, wanted, taken);
  }

  void asked() {
    asked++;
  }

  void late() {
    late++;
  }

  void taken() {
    taken++;
  }

  void failed() {
    failed++;
  }

  /**
   * The source answered.
   *
   * @return whether an alarm is due: once, until it gives again
   */
  boolean gave(long now, int nodes, int ofUse) {
    given += nodes;
    wanted += ofUse;
    if (nodes > 0) {
      health = ofUse > 0 ? Health.WORKING : Health.FRUITLESS;
      emptyAnswers = 0;
      alarmed = false;
      return false;
    }
    health = Health.EMPTY;
    if (emptyAnswers++ == 0) {
      emptySince = now;
    }
    if (alarmed || emptyAnswers < EMPTY_ANSWERS || now - emptySince < EMPTY_TIME) {
      return false;
    }
    alarmed = true;
    return true;
  }
}

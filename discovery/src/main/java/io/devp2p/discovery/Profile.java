package io.devp2p.discovery;

/**
 * Which global limits hold: those of a node in daily use, or those of a program that asks the whole
 * network.
 */
public enum Profile {
  /** A node that mostly answers. */
  NODE(256, 30, 2_000, 2_048, false),
  /** A crawler or a laboratory: many calls at once, signature recoveries bounded by queue only. */
  CRAWLER(4_096, 2_000, Integer.MAX_VALUE, 16_384, true);

  private final int pendingCalls;
  private final int recordRequestsPerSecond;
  private final int recoveriesPerSecond;
  private final int rememberedRecords;
  private final boolean contactsInEachVersion;

  Profile(
      int pendingCalls,
      int recordRequests,
      int recoveries,
      int rememberedRecords,
      boolean contactsInEachVersion) {
    this.pendingCalls = pendingCalls;
    this.recordRequestsPerSecond = recordRequests;
    this.recoveriesPerSecond = recoveries;
    this.rememberedRecords = rememberedRecords;
    this.contactsInEachVersion = contactsInEachVersion;
  }

  /** Open calls of each version: what one loop can serve, and the memory they may take. */
  public int pendingCalls() {
    return pendingCalls;
  }

  /** Record requests that we send on our own initiative, per second. */
  public int recordRequestsPerSecond() {
    return recordRequestsPerSecond;
  }

  /** Signature recoveries per second; the crawler is bounded by the queue of its crypto pool. */
  public int recoveriesPerSecond() {
    return recoveriesPerSecond;
  }

  /** Verified records that are remembered by their bytes, about 2 KiB each. */
  public int rememberedRecords() {
    return rememberedRecords;
  }

  /** Whether a first contact in one version leaves the other version its own. */
  public boolean contactsInEachVersion() {
    return contactsInEachVersion;
  }
}

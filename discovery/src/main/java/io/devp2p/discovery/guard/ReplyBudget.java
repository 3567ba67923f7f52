package io.devp2p.discovery.guard;

import java.net.InetSocketAddress;

/**
 * Bounds what an address that has proved nothing can make us send to it, so that nobody can use us
 * to flood a third party: each packet pays for answers of a multiple of its own bytes and at once,
 * or never, and few packets go there in any window of ten seconds. Not thread-safe.
 */
public final class ReplyBudget {

  /** Bytes out for each byte in (security.md, 3.3). */
  private static final int RATIO = 3;

  private static final long WINDOW = 10_000_000_000L;

  /** Addresses remembered: about 100 bytes each. */
  private static final int ADDRESSES = 8_192;

  /** A Pong and a Ping, and that is all within a window. */
  private static final int PACKETS = 2;

  private static final class Account {
    private int credit;
    private long creditAt;
    private int packets;
    private long last;
    private long lastButOne;
  }

  private final Lru<Origin, Account> accounts = new Lru<>(ADDRESSES);

  /** A packet came from an address; what an earlier one could have paid for is forfeit. */
  public void received(long now, InetSocketAddress from, int bytes) {
    Account account = accounts.computeIfAbsent(Origin.of(from), a -> new Account());
    account.credit = RATIO * bytes;
    account.creditAt = now;
  }

  /**
   * Takes the cost of a packet from the account of an address.
   *
   * @param countPackets whether the bound on packets holds beside the one on bytes
   * @return whether it may be sent
   */
  public boolean spend(long now, InetSocketAddress to, int bytes, boolean countPackets) {
    Account account = accounts.get(Origin.of(to));
    if (account == null || account.creditAt != now || account.credit < bytes) {
      return false;
    }
    if (countPackets && account.packets == PACKETS && now - account.lastButOne < WINDOW) {
      return false;
    }
    account.credit -= bytes;
    account.lastButOne = account.last;
    account.last = now;
    account.packets = Math.min(PACKETS, account.packets + 1);
    return true;
  }
}

package io.devp2p.discovery.guard;

import java.net.InetSocketAddress;

/**
 * Bounds what an address that has proved nothing can make us send to it, so that nobody can use us
 * to flood a third party: a multiple of the bytes that came from there, and few packets. Not
 * thread-safe.
 */
public final class ReplyBudget {

  /** Bytes out for each byte in. */
  private static final int RATIO = 3;

  /** A Pong and a Ping, and that is all within a window. */
  private static final int PACKETS = 2;

  private static final long WINDOW = 10_000_000_000L;

  /** Addresses remembered: about 100 bytes each. */
  private static final int ADDRESSES = 8_192;

  private static final class Account {
    private long since;
    private long received;
    private long sent;
    private int packets;
  }

  private final Lru<InetSocketAddress, Account> accounts = new Lru<>(ADDRESSES);

  /** Bytes came from an address. */
  public void received(long now, InetSocketAddress from, int bytes) {
    account(now, from).received += bytes;
  }

  /**
   * Takes the cost of a packet from the account of an address.
   *
   * @param countPackets whether the bound on packets holds beside the one on bytes
   * @return whether it may be sent
   */
  public boolean spend(long now, InetSocketAddress to, int bytes, boolean countPackets) {
    Account account = account(now, to);
    boolean affordable =
        account.sent + bytes <= RATIO * account.received
            && (!countPackets || account.packets < PACKETS);
    if (affordable) {
      account.sent += bytes;
      account.packets++;
    }
    return affordable;
  }

  private Account account(long now, InetSocketAddress address) {
    Account account = accounts.get(address);
    if (account == null) {
      account = new Account();
      account.since = now;
      accounts.put(address, account);
    } else if (now - account.since > WINDOW) {
      account.since = now;
      account.received = 0;
      account.sent = 0;
      account.packets = 0;
    }
    return account;
  }
}

package io.devp2p.wire.snap;

import io.devp2p.core.NetworkException;
import io.devp2p.core.Violation;
import io.devp2p.wire.Asks;
import io.devp2p.wire.Message;
import io.devp2p.wire.PeerDown;
import io.devp2p.wire.RequestBudget;
import io.devp2p.wire.Serving;
import io.devp2p.wire.Session;
import io.devp2p.wire.SessionContext;
import io.devp2p.wire.SessionOutbox;
import io.devp2p.wire.eth.Eth;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * snap with one peer. What asks is thread-safe.
 *
 * <p>Futures complete on the peer's event loop: do not block there. They hold what was verified: by
 * range proofs, by hashes. An answer may end early, and a slow peer is asked for less than the
 * caller wanted. They fail with {@link NetworkException.TimedOut} after 15 s; with {@link
 * NetworkException.Closed} where 64 requests are in flight, or the session was over; with {@link
 * NetworkException.Disconnected} if it ends before the answer; with the {@link Violation} if it
 * ends because an answer was wrong. An answer that comes late is ignored.
 */
public final class SnapSession implements Session {

  /** Bytes of a range that are asked for at once (go-ethereum maxRequestSize). */
  static final int RANGE_BYTES = 512 << 10;

  /** How long a late answer is not held against a peer (go-ethereum). */
  private static final Duration LATE_MEMORY = Duration.ofMinutes(1);

  private static final Bytes32 END = Bytes32.ZERO.not();

  private final SessionContext context;
  private final int version;
  private final Asks asks;
  private final Serving<SnapRequest> serving;

  SnapSession(
      SessionContext context, SnapBackend backend, SnapConfig config, RequestBudget budget) {
    this.context = context;
    this.version = context.capability().version();
    this.asks = new Asks(context, config.workers(), config.random(), LATE_MEMORY, budget);
    Responder responder = new Responder(backend);
    this.serving =
        Serving.of(
            context,
            config.workers(),
            (request, late) -> {
              SnapAnswer answer = responder.answer(request, late);
              return new Message(SnapCodec.code(answer), SnapCodec.encode(answer));
            });
  }

  // ---- from any thread

  /** The snap version of the session. */
  public int version() {
    return version;
  }

  /** The peer. */
  public SessionContext peer() {
    return context;
  }

  /** Asks for the accounts of a state from a hash on. */
  public CompletableFuture<Optional<AccountSlice>> accounts(Bytes32 root, Bytes32 start) {
    return accounts(root, start, END);
  }

  /**
   * Asks for the accounts of a state from a hash on.
   *
   * @param limit the answer ends with the first account that reaches it; or that follows the start,
   *     if that is behind the limit
   * @return empty if the peer does not have the state
   */
  public CompletableFuture<Optional<AccountSlice>> accounts(
      Bytes32 root, Bytes32 start, Bytes32 limit) {
    return asks.ask(new AccountsAsk(root, start, limit, RANGE_BYTES));
  }

  /**
   * Asks for the whole storage of accounts.
   *
   * @param root of the state
   * @param accounts at most 1,024, each with storage
   * @return empty if the peer does not have the state
   */
  public CompletableFuture<Optional<StorageSlice>> storage(
      Bytes32 root, List<HashedAccount> accounts) {
    return asks.ask(
        new StorageAsk(root, bounded(accounts), Optional.empty(), Optional.empty(), RANGE_BYTES));
  }

  /**
   * Asks for the storage of one account from a slot on.
   *
   * @param root of the state
   * @param account with storage
   * @param start hash of a slot, whether it is there or not
   * @param limit the answer ends with the first slot that reaches it
   * @return empty if the peer does not have the state
   */
  public CompletableFuture<Optional<StorageSlice>> storage(
      Bytes32 root, HashedAccount account, Bytes32 start, Bytes32 limit) {
    return asks.ask(
        new StorageAsk(
            root, List.of(account), Optional.of(start), Optional.of(limit), RANGE_BYTES));
  }

  /**
   * Asks for codes.
   *
   * @param hashes at most 1,024. A code has about 6 KB on average and an answer 2 MiB at most, so
   *     more than some 300 are seldom of use.
   * @return by hash; what is missing was not there, or did not fit
   */
  public CompletableFuture<Map<Bytes32, Bytes>> byteCodes(List<Bytes32> hashes) {
    return asks.ask(new CodesAsk(bounded(hashes)));
  }

  /**
   * Asks for nodes of the tries of a state. On snap/1 only.
   *
   * @param root of the state
   * @param wanted at most 1,024; those of one account best follow each other
   * @return by hash; what is missing was not there, or did not fit
   */
  public CompletableFuture<Map<Bytes32, Bytes>> trieNodes(Bytes32 root, List<WantedNode> wanted) {
    checkVersion(1);
    return asks.ask(new NodesAsk(root, bounded(wanted)));
  }

  /**
   * Asks for access lists of blocks. On snap/2 only.
   *
   * @param wanted at most 1,024
   * @return by position, as RLP, with the hashes that were given; empty where the peer does not
   *     have it. The end may be cut off.
   */
  public CompletableFuture<List<Optional<Bytes>>> accessLists(List<WantedAccessList> wanted) {
    checkVersion(2);
    return asks.ask(new AccessListsAsk(bounded(wanted)));
  }

  private void checkVersion(int needed) {
    if (version != needed) {
      throw new IllegalStateException(
          "snap/" + version + " does not have what snap/" + needed + " has");
    }
  }

  private static <T> List<T> bounded(List<T> items) {
    if (items.isEmpty() || items.size() > SnapRequest.MAX_ITEMS) {
      throw new IllegalArgumentException(
          "1 to " + SnapRequest.MAX_ITEMS + " items can be asked for");
    }
    return List.copyOf(items);
  }

  // ---- on the event loop

  @Override
  public void onStart(long now, SessionOutbox out) {
    Violation.unless(
        context.hello().capabilities().stream().anyMatch(c -> c.name().equals(Eth.NAME)),
        SnapRule.SNAP_WITHOUT_ETH);
  }

  @Override
  public void onMessage(long now, int code, Bytes payload, SessionOutbox out) {
    if (SnapCodec.isRequest(version, code)) {
      SnapRequest request = SnapCodec.decodeRequest(version, code, payload);
      serving.onRequest(now, request, payload.size(), out);
    } else {
      asks.onAnswer(now, code, payload, out);
    }
  }

  @Override
  public void onTime(long now, SessionOutbox out) {
    asks.onTime(now, out);
    serving.onTime(now, out);
  }

  @Override
  public long deadline() {
    return Math.min(asks.deadline(), serving.deadline());
  }

  @Override
  public boolean isBusy() {
    return asks.isBusy() || serving.isBusy();
  }

  @Override
  public void onEnd(PeerDown down) {
    asks.end(down.failure());
  }
}

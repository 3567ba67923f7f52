package io.devp2p.wire.eth;

import io.devp2p.core.NetworkException;
import io.devp2p.core.Violation;
import io.devp2p.wire.Asks;
import io.devp2p.wire.Cause;
import io.devp2p.wire.DisconnectReason;
import io.devp2p.wire.Message;
import io.devp2p.wire.PeerDown;
import io.devp2p.wire.Serving;
import io.devp2p.wire.Session;
import io.devp2p.wire.SessionContext;
import io.devp2p.wire.SessionOutbox;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * eth with one peer. What asks and sends is thread-safe.
 *
 * <p>Futures complete on the peer's event loop: do not block there. They hold what was verified
 * against what was asked for, in its order; an answer may end early, and a slow peer is asked for
 * less than the caller wanted. They fail with {@link NetworkException.TimedOut}; with {@link
 * NetworkException.Closed} where 64 requests are in flight, or the session was over; with {@link
 * NetworkException.Disconnected} if it ends before the answer; with the {@link Violation} if it
 * ends because an answer was wrong. An answer that comes late is ignored.
 */
public final class EthSession implements Session {

  /** How long the peer may take until its Status (go-ethereum handshakeTimeout). */
  static final long STATUS_TIMEOUT = Duration.ofSeconds(5).toNanos();

  /** How long a late answer is not held against a peer (go-ethereum). */
  private static final Duration LATE_MEMORY = Duration.ofMinutes(5);

  /** How far our head moves until peers are told (go-ethereum). */
  static final long RANGE_STEP = 32;

  /**
   * Bytes of gossip until the peer has to wait for those who deal with it: some thousand
   * transactions, whose signatures take a second.
   */
  static final long GOSSIP_BYTES = 1 << 20;

  /** What is there where we have a side of our own. */
  private record Active(Eth.Side side, Asks asks, Serving<EthRequest> serving) {}

  private final SessionContext context;
  private final int version;
  private final Optional<Active> active;
  private final CompletableFuture<Status> status = new CompletableFuture<>();
  private volatile Optional<EthMessage.BlockRangeUpdate> theirRange = Optional.empty();
  private Optional<ChainHead> told = Optional.empty();
  private long statusDeadline = Long.MAX_VALUE;
  private boolean received;

  /** Bytes of gossip that the listener has not dealt with. */
  private long gossip;

  EthSession(SessionContext context, Optional<Eth.Side> side) {
    this.context = context;
    this.version = context.capability().version();
    this.active = side.map(ours -> new Active(ours, asks(ours), serving(ours)));
  }

  private Asks asks(Eth.Side side) {
    EthConfig config = side.config();
    return new Asks(context, config.workers(), config.random(), LATE_MEMORY, side.budget());
  }

  private Serving<EthRequest> serving(Eth.Side side) {
    Responder responder = new Responder(version, side.backend());
    return Serving.of(
        context,
        side.config().workers(),
        (request, late) -> {
          EthAnswer answer = responder.answer(request, late);
          return new Message(EthCodec.code(answer), EthCodec.encode(version, answer));
        });
  }

  // ---- from any thread

  /** The eth version of the session. */
  public int version() {
    return version;
  }

  /** The peer. */
  public SessionContext peer() {
    return context;
  }

  /**
   * The Status of the peer. Fails with a {@link Violation} if it is invalid, of another version or,
   * where we offer a chain, of another one; with {@link NetworkException.TimedOut} after 5 s; with
   * {@link NetworkException.Disconnected} if the connection ends before.
   */
  public CompletableFuture<Status> status() {
    return status.copy();
  }

  /** Which blocks the peer said last that it has; empty before Status, and on eth/68. */
  public Optional<EthMessage.BlockRangeUpdate> blockRange() {
    return theirRange;
  }

  /**
   * Asks for headers: at most 1,024, in steps of the query, chained by hash where none is left out.
   */
  public CompletableFuture<List<Header>> headers(HeaderQuery query) {
    return ask(new HeadersAsk(query));
  }

  /** Asks for the bodies of at most 1,024 headers; they have the roots that the headers name. */
  public CompletableFuture<List<BlockBody>> bodies(List<Header> headers) {
    return ask(new BodiesAsk(List.copyOf(headers)));
  }

  /**
   * Asks for the receipts of at most 1,024 headers; they have the roots that the headers name.
   *
   * @return for each block a list in the form of eth/69, for {@link Receipt#decode}
   */
  public CompletableFuture<List<Bytes>> receipts(List<Header> headers) {
    return ask(new ReceiptsAsk(List.copyOf(headers)));
  }

  /**
   * Asks for the access lists of at most 1,024 headers, for {@link BlockAccessList#decode}; they
   * have the hashes that the headers name. From eth/71 on.
   *
   * @return by position; empty where the peer does not have it
   */
  public CompletableFuture<List<Optional<Bytes>>> accessLists(List<Header> headers) {
    checkVersion(71);
    return ask(new AccessListsAsk(List.copyOf(headers)));
  }

  /**
   * Asks for at most 1,024 transactions of the pool, blob transactions with their sidecars, on
   * eth/72 without the blobs. What is wanted and is missing was not there. Proofs are not verified,
   * nor whether a transaction is valid.
   */
  public CompletableFuture<List<PooledTransaction>> pooledTransactions(List<Bytes32> hashes) {
    return ask(new PooledAsk(List.copyOf(hashes)));
  }

  /**
   * Asks for these columns of all blobs of transactions, at most 64. Proofs are not verified, nor
   * the number of blobs. From eth/72 on.
   */
  public CompletableFuture<EthAnswer.Cells> cells(List<Bytes32> hashes, CellMask mask) {
    checkVersion(72);
    return ask(new CellsAsk(List.copyOf(hashes), mask));
  }

  private void checkVersion(int since) {
    if (version < since) {
      throw new IllegalStateException(
          "eth/" + version + " does not have what eth/" + since + " has");
    }
  }

  private <T> CompletableFuture<T> ask(EthAsk<T> ask) {
    if (ask.amount() < 1 || ask.amount() > EthRequest.MAX_BLOCKS) {
      throw new IllegalArgumentException(
          "1 to " + EthRequest.MAX_BLOCKS + " items can be asked for");
    }
    return active
        .orElseThrow(() -> new IllegalStateException("an observer asks for nothing"))
        .asks
        .ask(ask);
  }

  /** Sends transactions, or announces them; nothing happens where the session is over. */
  public void send(EthMessage message) {
    Bytes payload = EthCodec.encode(version, message);
    context.submit((now, out) -> out.send(EthCodec.code(message), payload));
  }

  /** Tells the peer of our block range, if it has moved far enough. */
  void chainMoved() {
    active.ifPresent(a -> context.submit((now, out) -> tellRange(a.side.chain().get(), out)));
  }

  // ---- Status and range

  @Override
  public void onStart(long now, SessionOutbox out) {
    statusDeadline = now + STATUS_TIMEOUT;
    active.ifPresent(a -> {
      ChainHead head = a.side.chain().get();
      told = Optional.of(head);
      a.side.sessions().add(this);
      out.send(MessageId.STATUS.code(), EthCodec.encode(version, head.status(version)));
    });
  }

  private void tellRange(ChainHead head, SessionOutbox out) {
    if (version < 69 || told.isEmpty() || !isNews(told.get(), head)) {
      return;
    }
    told = Optional.of(head);
    EthMessage.BlockRangeUpdate update =
        new EthMessage.BlockRangeUpdate(head.earliest(), head.latest(), head.latestHash());
    out.send(EthCodec.code(update), EthCodec.encode(version, update));
  }

  private static boolean isNews(ChainHead before, ChainHead now) {
    return Long.compareUnsigned(now.latest(), before.latest()) < 0
        || Long.compareUnsigned(now.latest() - before.latest(), RANGE_STEP) >= 0
        || now.earliest() != before.earliest();
  }

  private void onStatus(Bytes payload, SessionOutbox out) {
    Violation.unless(!received, EthRule.ETH_STATUS_TWICE);
    received = true;
    statusDeadline = Long.MAX_VALUE;
    Status theirs = (Status) EthCodec.decode(version, MessageId.STATUS.code(), payload);
    active.ifPresent(a -> check(theirs, a.side));
    if (theirs instanceof Status.Status69 s) {
      theirRange =
          Optional.of(new EthMessage.BlockRangeUpdate(s.earliest(), s.latest(), s.latestHash()));
    }
    active.ifPresent(a -> out.run(() -> a.side.config().listener().onOpen(this)));
    out.run(() -> status.complete(theirs));
  }

  private static void check(Status theirs, Eth.Side side) {
    ChainHead ours = side.chain().get();
    Violation.unless(theirs.networkId() == ours.networkId(), EthRule.ETH_NETWORK);
    Violation.unless(theirs.genesis().equals(ours.genesis()), EthRule.ETH_GENESIS);
    Violation.unless(side.compatible().test(theirs.forkId()), EthRule.ETH_FORK);
  }

  // ---- messages

  @Override
  public void onMessage(long now, int code, Bytes payload, SessionOutbox out) {
    if (code == MessageId.STATUS.code()) {
      onStatus(payload, out);
    } else if (active.isPresent()) {
      // A mere observer does not mind gossip that overtakes Status: it would lose the Status.
      Violation.unless(received, EthRule.ETH_STATUS_FIRST);
      onMessage(active.get(), now, code, payload, out);
    }
  }

  private void onMessage(Active a, long now, int code, Bytes payload, SessionOutbox out) {
    MessageId id =
        MessageId.of(version, code).orElseThrow(() -> new Violation(EthRule.ETH_UNKNOWN_MESSAGE));
    switch (id) {
      case STATUS, NEW_BLOCK_HASHES, NEW_BLOCK -> {} // dead since the Merge
      case TRANSACTIONS, NEW_POOLED_TRANSACTION_HASHES, BLOCK_RANGE_UPDATE ->
          onNews(
              a.side.config().listener(),
              EthCodec.decode(version, code, payload),
              payload.size(),
              out);
      case BLOCK_HEADERS, BLOCK_BODIES, POOLED_TRANSACTIONS, RECEIPTS, BLOCK_ACCESS_LISTS, CELLS ->
          a.asks.onAnswer(now, code, payload, out);
      case GET_BLOCK_HEADERS,
          GET_BLOCK_BODIES,
          GET_POOLED_TRANSACTIONS,
          GET_RECEIPTS,
          GET_BLOCK_ACCESS_LISTS,
          GET_CELLS -> {
        EthRequest request = (EthRequest) EthCodec.decode(version, code, payload);
        a.serving.onRequest(now, request, payload.size(), out);
      }
    }
  }

  private void onNews(EthListener listener, EthMessage message, int bytes, SessionOutbox out) {
    switch (message) {
      case EthMessage.Transactions m -> {
        gossip += bytes;
        out.run(() -> listener.onTransactions(this, m, () -> dealtWith(bytes)));
      }
      case EthMessage.NewPooledTransactionHashes m -> {
        gossip += bytes;
        out.run(() -> listener.onAnnouncement(this, m, () -> dealtWith(bytes)));
      }
      case EthMessage.BlockRangeUpdate m -> {
        theirRange = Optional.of(m);
        out.run(() -> listener.onBlockRange(this, m));
      }
      default -> throw new IllegalStateException("BUG: not news: " + message);
    }
  }

  private void dealtWith(int bytes) {
    context.submit((now, out) -> gossip -= bytes);
  }

  // ---- time and end

  @Override
  public void onTime(long now, SessionOutbox out) {
    if (now >= statusDeadline) {
      statusDeadline = Long.MAX_VALUE;
      out.run(() -> status.completeExceptionally(new NetworkException.TimedOut("Status")));
      if (active.isPresent()) {
        out.disconnect(DisconnectReason.PING_TIMEOUT, Cause.STATUS_TIMEOUT);
      }
    }
    active.ifPresent(a -> {
      a.asks.onTime(now, out);
      a.serving.onTime(now, out);
    });
  }

  @Override
  public long deadline() {
    long others =
        active.map(a -> Math.min(a.asks.deadline(), a.serving.deadline())).orElse(Long.MAX_VALUE);
    return Math.min(statusDeadline, others);
  }

  @Override
  public boolean isBusy() {
    return gossip >= GOSSIP_BYTES
        || (active.isPresent() && (active.get().asks.isBusy() || active.get().serving.isBusy()));
  }

  @Override
  public void onEnd(PeerDown down) {
    Throwable cause = down.failure();
    boolean opened = status.isDone() && !status.isCompletedExceptionally();
    status.completeExceptionally(cause);
    active.ifPresent(a -> {
      a.side.sessions().remove(this);
      a.asks.end(cause);
      if (opened) {
        a.side.config().listener().onEnd(this);
      }
    });
  }
}

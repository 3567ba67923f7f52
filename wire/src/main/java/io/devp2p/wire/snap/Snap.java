package io.devp2p.wire.snap;

import io.devp2p.core.Bounds;
import io.devp2p.wire.Capability;
import io.devp2p.wire.Protocol;
import io.devp2p.wire.RequestBudget;
import io.devp2p.wire.SessionContext;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The snap protocol: asked and served, or asked only. Offered beside eth; peers without eth are
 * disconnected. Thread-safe.
 *
 * <pre>{@code
 * Snap snap = Snap.client();
 * Host host = Host.start(key, c -> c.offer(eth).offer(snap));
 * SnapSession session = peer.session(snap).orElseThrow();
 * session.accounts(header.stateRoot(), Bytes32.ZERO).thenAccept(slice -> ...);
 * }</pre>
 */
public final class Snap implements Protocol<SnapSession> {

  /** The name of the capability. */
  public static final String NAME = "snap";

  /** All versions that are spoken. */
  public static final List<Integer> VERSIONS = List.of(1, 2);

  /** Largest answer that is read: twice what is asked for, with the proof and the last item. */
  private static final int ANSWER_LIMIT = 2 * (int) Responder.MAX_BYTES;

  private final SnapBackend backend;
  private final SnapConfig config;
  private final RequestBudget budget = new RequestBudget();

  private Snap(SnapBackend backend, SnapConfig config) {
    this.backend = backend;
    this.config = config;
  }

  /** Asks peers, and has itself nothing to serve: every request is answered as not available. */
  public static Snap client(UnaryOperator<SnapConfig.Builder> config) {
    return serving(SnapBackend.EMPTY, config);
  }

  /** As {@link #client(UnaryOperator)}, with all that is configured usual. */
  public static Snap client() {
    return client(c -> c);
  }

  /** Asks peers and serves them. */
  public static Snap serving(SnapBackend backend, UnaryOperator<SnapConfig.Builder> config) {
    return new Snap(backend, config.apply(new SnapConfig.Builder()).build());
  }

  /** As {@link #serving(SnapBackend, UnaryOperator)}, with all that is configured usual. */
  public static Snap serving(SnapBackend backend) {
    return serving(backend, c -> c);
  }

  @Override
  public List<Capability> capabilities() {
    return config.versions().stream().map(version -> new Capability(NAME, version)).toList();
  }

  @Override
  public int span(Capability capability) {
    return SnapCodec.span(capability.version());
  }

  /** An access list can be as large as any message; of everything else only many items are. */
  @Override
  public int limit(Capability capability, int code) {
    return switch (code) {
      case SnapCodec.ACCOUNT_RANGE,
          SnapCodec.STORAGE_RANGES,
          SnapCodec.BYTE_CODES,
          SnapCodec.TRIE_NODES ->
          ANSWER_LIMIT;
      default -> Bounds.SUBPROTOCOL_MESSAGE;
    };
  }

  @Override
  public SnapSession open(SessionContext context) {
    return new SnapSession(context, backend, config, budget);
  }
}

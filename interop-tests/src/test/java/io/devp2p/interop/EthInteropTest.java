package io.devp2p.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.devp2p.core.NetworkException;
import io.devp2p.core.Violation;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.interop.peers.Chain;
import io.devp2p.interop.peers.PeerCatalog;
import io.devp2p.interop.peers.ReferencePeer;
import io.devp2p.interop.peers.Role;
import io.devp2p.interop.peers.RunningPeer;
import io.devp2p.wire.Host;
import io.devp2p.wire.Peer;
import io.devp2p.wire.eth.BlockBody;
import io.devp2p.wire.eth.BlockRule;
import io.devp2p.wire.eth.ChainHead;
import io.devp2p.wire.eth.Eth;
import io.devp2p.wire.eth.EthSession;
import io.devp2p.wire.eth.Header;
import io.devp2p.wire.eth.HeaderQuery;
import io.devp2p.wire.eth.Receipt;
import io.devp2p.wire.eth.Transaction;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.units.bigints.UInt256;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The whole chain of each live peer that serves one, asked for by each version of eth that the peer
 * speaks. Sessions verify every item against the headers, and the headers end at both known hashes.
 */
@ExtendWith(PeerExtension.class)
final class EthInteropTest {

  /** The block of geth's newest test chain whose receipts do not fit one message. */
  private static final int LARGE = 14;

  static Stream<Arguments> served() {
    return PeerCatalog.all().stream()
        .filter(peer -> peer.claims().roles().contains(Role.CHAIN_SERVER))
        .flatMap(peer -> peer.claims().eth().stream().map(version -> arguments(peer, version)));
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(30, TimeUnit.SECONDS);
  }

  /** Asks until all is there: answers may end early. */
  private static <T> List<T> all(
      List<Header> headers, Function<List<Header>, CompletableFuture<List<T>>> ask)
      throws Exception {
    List<T> items = new ArrayList<>();
    while (items.size() < headers.size()) {
      List<T> more = get(ask.apply(headers.subList(items.size(), headers.size())));
      assertThat(more).isNotEmpty();
      items.addAll(more);
    }
    return items;
  }

  @ParameterizedTest(name = "{0} by eth/{1}")
  @MethodSource("served")
  void servesItsChain(ReferencePeer peer, int version, PeerRun run) throws Exception {
    Optional<String> missing = run.missing(peer);
    Assumptions.assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
    RunningPeer server = run.shared(run.installation(peer));
    Chain chain = server.chain().orElseThrow();
    ChainHead head =
        new ChainHead(
            chain.networkId(), chain.genesis(), chain.forkId(), 0, 0, chain.head(), UInt256.ZERO);
    Eth eth = Eth.client(() -> head, chain.forkId()::equals, c -> c.versions(List.of(version)));
    try (Host ours = Host.start(NodeKey.generate(new SecureRandom()), c -> c.offer(eth))) {
      Peer met = get(ours.dial(server.node().key(), server.node().endpoint().tcpAddress()));
      EthSession session = met.session(eth).orElseThrow();
      assertThat(get(session.status()).version()).isEqualTo(version);
      ChainFile file = ChainFile.of(run.installation(peer));
      List<Header> headers = headers(session, chain);
      assertThat(headers.subList(1, headers.size())).isEqualTo(file.headers());
      bodies(session, file);
      if (version >= 71) {
        accessLists(session, file.headers());
      }
      switch (peer.family()) {
        case "ethereumjs-client" -> silentAboutReceipts(session, file);
        case "ethrex" -> wrongAboutReceipts(session, file);
        default -> receipts(session, peer, file.headers());
      }
    }
  }

  private static List<Header> headers(EthSession session, Chain chain) throws Exception {
    List<Header> headers = new ArrayList<>();
    boolean more = true;
    while (more) {
      List<Header> next = get(session.headers(HeaderQuery.from(headers.size()).limit(192)));
      headers.addAll(next);
      more = !next.isEmpty();
    }
    assertThat(headers.getFirst().hash()).isEqualTo(chain.genesis());
    assertThat(headers.getLast().hash()).isEqualTo(chain.head());
    HeaderQuery back = HeaderQuery.from(chain.head()).limit(5).skip(99).backwards();
    assertThat(get(session.headers(back)))
        .extracting(Header::number)
        .isEqualTo(
            Stream.of(0, 100, 200, 300, 400).map(n -> headers.getLast().number() - n).toList());
    assertThat(get(session.headers(HeaderQuery.from(-1)))).isEmpty();
    assertThat(get(session.headers(HeaderQuery.from(Bytes32.repeat((byte) 1))))).isEmpty();
    return headers;
  }

  private static void bodies(EthSession session, ChainFile file) throws Exception {
    List<BlockBody> bodies = all(file.headers(), session::bodies);
    assertThat(bodies).extracting(BlockBody::encoding).isEqualTo(file.bodies());
    List<Transaction> transactions =
        bodies.stream().flatMap(b -> b.transactions().stream()).map(Transaction::decode).toList();
    assertThat(transactions.stream().map(Transaction::type).distinct()).contains(0, 2);
    transactions.forEach(Transaction::sender);
  }

  private static void receipts(EthSession session, ReferencePeer peer, List<Header> headers)
      throws Exception {
    List<Header> asked = new ArrayList<>(headers);
    boolean large = peer.name().equals("geth-1.17.10");
    if (large) {
      asked.remove(LARGE - 1);
    }
    assertThat(all(asked, session::receipts)).hasSameSizeAs(asked);
    if (large && session.version() >= 70) {
      // The large one needs two messages; what the session hands out is whole.
      List<Bytes> receipts = all(headers.subList(LARGE - 3, LARGE + 1), session::receipts);
      assertThat(Receipt.decode(receipts.get(2))).hasSize(56);
      assertThat(receipts.get(2).size()).isGreaterThan(10 << 20);
    }
  }

  /** It never answers; the session goes on. */
  private static void silentAboutReceipts(EthSession session, ChainFile file) throws Exception {
    assertThatThrownBy(() -> get(session.receipts(file.headers().subList(0, 1))))
        .hasCauseInstanceOf(NetworkException.TimedOut.class);
    assertThat(get(session.headers(HeaderQuery.from(1)))).isNotEmpty();
  }

  /** It leaves out receipts where a block has several: who does that is refused by name. */
  private static void wrongAboutReceipts(EthSession session, ChainFile file) throws Exception {
    Map<Boolean, List<Header>> several =
        IntStream.range(0, file.headers().size())
            .boxed()
            .collect(
                Collectors.partitioningBy(
                    n -> BlockBody.decode(file.bodies().get(n)).transactions().size() > 1,
                    Collectors.mapping(file.headers()::get, Collectors.toList())));
    List<Header> right = several.getOrDefault(false, List.of());
    assertThat(all(right, session::receipts)).hasSameSizeAs(right);
    Header wrong = several.getOrDefault(true, List.of()).getFirst();
    assertThatThrownBy(() -> get(session.receipts(List.of(wrong))))
        .cause()
        .isInstanceOfSatisfying(
            Violation.class, v -> assertThat(v.rule()).isEqualTo(BlockRule.RECEIPTS_ROOT));
  }

  private static void accessLists(EthSession session, List<Header> headers) throws Exception {
    List<Header> asked = headers.stream().filter(h -> h.blockAccessListHash().isPresent()).toList();
    assertThat(all(asked, session::accessLists)).allMatch(Optional::isPresent);
  }
}

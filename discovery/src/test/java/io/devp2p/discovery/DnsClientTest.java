package io.devp2p.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.devp2p.core.NetworkException;
import io.devp2p.core.Violation;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.NodeId;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.dns.ClonedTree;
import io.devp2p.discovery.dns.DnsEvent;
import io.devp2p.discovery.dns.DnsLimits;
import io.devp2p.discovery.dns.DnsTree;
import io.devp2p.discovery.dns.TreeUrl;
import io.devp2p.testkit.netty.DnsReply;
import io.devp2p.testkit.netty.DnsServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Node lists of a real DNS server on loopback. */
final class DnsClientTest {

  private static final NodeKey KEY = key(1);
  private static final TreeUrl TREE = new TreeUrl(KEY.publicKey(), "nodes.example.org");
  private static final DnsLimits FAST = limits(3);

  private DnsServer server;

  @BeforeEach
  void start() throws NetworkException {
    server = DnsServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static NodeKey key(int number) {
    return NodeKey.of(Bytes32.leftPad(Bytes.ofUnsignedInt(number)));
  }

  private static DnsLimits limits(int attempts) {
    return new DnsLimits(
        10_000,
        1_000,
        Duration.ofSeconds(2),
        attempts,
        Duration.ofMillis(50),
        Duration.ofMinutes(30),
        1_000,
        5,
        16,
        10_000,
        1_000_000);
  }

  private static List<NodeRecord> records(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i ->
            NodeRecord.builder()
                .address(InetAddress.getLoopbackAddress())
                .port("tcp", i)
                .sign(key(i), 1))
        .toList();
  }

  private DnsClient client(UnaryOperator<DnsConfig.Builder> more) {
    return DnsClient.start(c -> more.apply(c.server(server.address()).limits(FAST)));
  }

  @Test
  void recordsComeOneByOneAsTheyAreAskedFor() {
    server.put(DnsTree.of(records(30), List.of()).sign(KEY, 3).txt(TREE.domain()));
    List<DnsEvent> events = new CopyOnWriteArrayList<>();
    try (DnsClient client = client(c -> c.follow(TREE))) {
      client.onEvent(events::add);
      Set<NodeId> seen = new HashSet<>();
      for (int i = 0; i < 30; i++) {
        seen.add(client.next().join().id());
      }
      assertThat(seen).hasSize(30);
      assertThat(client.health().join().getFirst().given()).isGreaterThanOrEqualTo(30);
      assertThat(events).contains(new DnsEvent.Adopted(TREE, 3));
    }
  }

  @Test
  void aWholeTreeIsRead() {
    DnsTree tree = DnsTree.of(records(200), List.of(TREE)).sign(KEY, 3);
    server.put(tree.txt(TREE.domain()));
    try (DnsClient client = client(c -> c)) {
      ClonedTree read = client.cloneTree(TREE).join();
      assertThat(read.defects()).isEmpty();
      assertThat(read.txt()).isEqualTo(tree.txt(TREE.domain()));
    }
  }

  @Test
  void whatIsWrongWithARootIsTold() {
    try (DnsClient client = client(c -> c)) {
      server.put(TREE.domain(), DnsReply.Txt.of("enrtree-root:v1 e= l= seq= sig="));
      assertThatExceptionOfType(CompletionException.class)
          .isThrownBy(() -> client.cloneTree(TREE).join())
          .withCauseInstanceOf(Violation.class)
          .withMessageContaining("DNS_ROOT_SYNTAX");
      server.clear();
      assertThatExceptionOfType(CompletionException.class)
          .isThrownBy(() -> client.cloneTree(TREE).join())
          .withCauseInstanceOf(Violation.class)
          .withMessageContaining("DNS_NO_ROOT");
      server.put(TREE.domain(), new DnsReply.ServerFailure());
      assertThatExceptionOfType(CompletionException.class)
          .isThrownBy(() -> client.cloneTree(TREE).join())
          .withCauseInstanceOf(NetworkException.Unreachable.class)
          .withMessageContaining("ServFail");
    }
  }

  @Test
  void aResolverOfOnesOwnThatThrowsIsAFailureAndNoMore() {
    TxtResolver faulty =
        name -> {
          throw new IllegalStateException("no resolver today");
        };
    try (DnsClient client = DnsClient.start(c -> c.resolver(faulty).limits(limits(1)))) {
      assertThatExceptionOfType(CompletionException.class)
          .isThrownBy(() -> client.cloneTree(TREE).join())
          .withMessageContaining("no resolver today");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DnsClient.start(c -> c.resolver(faulty).server(server.address())));
  }

  @Test
  void closingEndsWhatWaits() {
    DnsClient client = client(c -> c.follow(TREE));
    CompletableFuture<NodeRecord> next = client.next();
    CompletableFuture<ClonedTree> whole = client.cloneTree(TREE);
    client.close();
    client.close();
    List<CompletableFuture<?>> all = new ArrayList<>(List.of(next, whole, client.next()));
    for (CompletableFuture<?> future : all) {
      assertThatExceptionOfType(CompletionException.class)
          .isThrownBy(future::join)
          .withCauseInstanceOf(NetworkException.Closed.class);
    }
  }

  @Test
  void aRecordThatNobodyWantsAnyMoreGoesToTheNext() {
    server.put(TREE.domain(), new DnsReply.ServerFailure());
    try (DnsClient client = client(c -> c.follow(TREE))) {
      CompletableFuture<NodeRecord> cancelled = client.next();
      cancelled.cancel(false);
      CompletableFuture<NodeRecord> next = client.next();
      server.put(DnsTree.of(records(1), List.of()).sign(KEY, 3).txt(TREE.domain()));
      assertThat(next.join()).isEqualTo(records(1).getFirst());
    }
  }

  @Test
  void aSourceGivesNodesOrNoneIfThereAreNoneNow() {
    server.put(TREE.domain(), new DnsReply.ServerFailure());
    try (DnsClient client = client(c -> c.follow(TREE))) {
      NodeSource source = client.source();
      assertThat(source.name()).isEqualTo("dns:nodes.example.org");
      for (int i = 0; i < 2_000; i++) { // more than may wait at a time
        assertThat(source.next(16).join()).isEmpty();
      }
      assertThat(client.health().join().getFirst().missing()).isEqualTo(1);
    }
    server.put(DnsTree.of(records(3), List.of()).sign(KEY, 3).txt(TREE.domain()));
    try (DnsClient client = client(c -> c.follow(TREE))) {
      NodeRecord record = client.source().next(16).join().getFirst().record().orElseThrow();
      assertThat(records(3)).contains(record);
    }
  }

  @Test
  void aRollbackIsRefusedAfterARestartWhereTheStoreIsKept() {
    NodeStore store = NodeStore.inMemory(InstantSource.system());
    server.put(DnsTree.of(records(3), List.of()).sign(KEY, 7).txt(TREE.domain()));
    try (DnsClient client = client(c -> c.store(store))) {
      assertThat(client.cloneTree(TREE).join().isWhole()).isTrue();
    }
    server.put(DnsTree.of(records(3), List.of()).sign(KEY, 6).txt(TREE.domain()));
    try (DnsClient client = client(c -> c.store(store))) {
      assertThatExceptionOfType(CompletionException.class)
          .isThrownBy(() -> client.cloneTree(TREE).join())
          .withMessageContaining("DNS_ROLLBACK");
    }
  }
}

package io.devp2p.discovery.netty;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.NetworkException;
import io.devp2p.testkit.netty.DnsReply;
import io.devp2p.testkit.netty.DnsServer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** D-03: TXT records from a real server on loopback. */
final class NettyTxtResolverTest {

  private static final Duration TIMEOUT = Duration.ofMillis(500);

  private static DnsServer server;
  private static EventLoopGroup group;
  private static NettyTxtResolver resolver;

  @BeforeAll
  static void start() throws NetworkException {
    server = DnsServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    resolver = new NettyTxtResolver(group.next(), Optional.of(server.address()), TIMEOUT);
  }

  @AfterAll
  static void stop() {
    resolver.close();
    group.shutdownGracefully();
    server.close();
  }

  private static List<String> resolve(String name) {
    return resolver.resolve(name).join().stream()
        .map(text -> new String(text.toArray(), ISO_8859_1))
        .toList();
  }

  private static Throwable failure(String name) {
    return resolver
        .resolve(name)
        .handle((texts, failure) -> Optional.ofNullable(failure))
        .join()
        .orElseThrow(() -> new AssertionError(name + " resolves"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 50})
  void characterStringsAreJoinedWithoutSeparator(int strings) {
    String text = "x".repeat(40) + "y".repeat(360);
    int size = (text.length() + strings - 1) / strings;
    server.put(
        "cut.example.org", new DnsReply.Txt(List.of(DnsReply.Txt.cut(text, Math.min(size, 255)))));
    assertThat(resolve("cut.example.org")).containsExactly(text);
  }

  @Test
  void severalRecordsOfANameAllCome() {
    server.put("several.example.org", DnsReply.Txt.of("v=spf1 -all", "enrtree-root:v1 x", ""));
    assertThat(resolve("several.example.org"))
        .containsExactlyInAnyOrder("v=spf1 -all", "enrtree-root:v1 x", "");
  }

  @Test
  void anyBytesCome() {
    Bytes bytes = Bytes.fromHexString("0x00ff0a0de4");
    server.put("bytes.example.org", new DnsReply.Txt(List.of(List.of(bytes, bytes))));
    assertThat(resolver.resolve("bytes.example.org").join())
        .containsExactly(Bytes.concatenate(bytes, bytes));
  }

  @ParameterizedTest
  @ValueSource(ints = {1_100, 1_300, 4_000, 60_000})
  void whatDoesNotFitUdpComesOverTcp(int size) {
    String name = "long" + size + ".example.org";
    String text = "z".repeat(size);
    server.put(name, DnsReply.Txt.of(text));
    assertThat(resolve(name)).containsExactly(text);
    assertThat(server.asked().contains(new DnsServer.Asked(name, true))).isEqualTo(size > 1_150);
  }

  @Test
  void whatDoesNotExistIsEmpty() {
    assertThat(resolve("nobody.example.org")).isEmpty();
  }

  @Test
  void aliasesAreFollowed() {
    server.put("a1.example.org", new DnsReply.Alias("a2.example.org"));
    server.put("a2.example.org", new DnsReply.Alias("a3.example.org"));
    server.put("a3.example.org", DnsReply.Txt.of("there"));
    assertThat(resolve("a1.example.org")).containsExactly("there");
  }

  @Test
  void aLoopOfAliasesEnds() {
    server.put("b1.example.org", new DnsReply.Alias("b2.example.org"));
    server.put("b2.example.org", new DnsReply.Alias("b1.example.org"));
    assertThat(failure("b1.example.org")).isInstanceOf(NetworkException.class);
  }

  @Test
  void aServerThatFailsOrIsSilentOrHasNoTxtIsAFailure() {
    server.put("none.example.org", new DnsReply.NoTxt());
    assertThat(failure("none.example.org")).isInstanceOf(NetworkException.Unreachable.class);
    server.put("servfail.example.org", new DnsReply.ServerFailure());
    server.put("silent.example.org", new DnsReply.Silence());
    assertThat(failure("servfail.example.org")).isInstanceOf(NetworkException.Unreachable.class);
    assertThat(failure("silent.example.org")).isInstanceOf(NetworkException.TimedOut.class);
  }

  @Test
  void aNameThatIsNoneIsAFailure() {
    assertThat(failure("a".repeat(64) + ".example.org")).isInstanceOf(NetworkException.class);
  }
}

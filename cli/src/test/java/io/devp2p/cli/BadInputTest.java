package io.devp2p.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.Vectors;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the user gets wrong is told in one line, with the exit code that the README names. */
final class BadInputTest {

  private static final String ENODE = "enode://" + "1d".repeat(64) + "@127.0.0.1:30303";

  @TempDir Path directory;

  static Stream<Arguments> wrong() {
    return Stream.of(
        Arguments.of(2, new String[] {"frobnicate"}),
        Arguments.of(2, new String[] {"crawl"}),
        Arguments.of(2, new String[] {"crawl", "--network", "atlantis"}),
        Arguments.of(2, new String[] {"crawl", "--network", "custom"}),
        Arguments.of(2, new String[] {"crawl", "--network", "lab", "--lab-nodes", "0"}),
        Arguments.of(2, new String[] {"crawl", "--network", "lab", "--timeout", "soon"}),
        Arguments.of(
            2, new String[] {"crawl", "--network", "mainnet", "--netrestrict", "10.0.0.0/99"}),
        Arguments.of(2, new String[] {"crawl", "--network", "mainnet", "--no-such-flag"}),
        Arguments.of(2, new String[] {"lab", "--kinds", "unicorn"}),
        Arguments.of(2, new String[] {"node", "--data", "/no/such/data"}),
        Arguments.of(2, new String[] {"node", "--chain", "/no/such/chain", "--data", "/no/such"}),
        Arguments.of(2, new String[] {"discv4", "ping"}),
        Arguments.of(2, new String[] {"discv4", "ping", "nonsense"}),
        Arguments.of(2, new String[] {"discv4", "ping", ENODE}),
        Arguments.of(2, new String[] {"discv5", "ping", "enr:AAAA"}),
        Arguments.of(2, new String[] {"discv4", "listen", "--addr", "nowhere"}),
        Arguments.of(2, new String[] {"discv4", "listen", "--nodekey", "00"}),
        Arguments.of(2, new String[] {"discv4", "listen", "--v4only", "--v5only"}),
        Arguments.of(2, new String[] {"discv5", "listen", "--nodedb", "/no/such/place/nodes"}),
        Arguments.of(2, new String[] {"discv4", "listen", "--rpc", "8545"}),
        Arguments.of(
            2,
            new String[] {"discovery", "listen", "--addr", "127.0.0.1:0", "--rpc", "192.0.2.1:80"}),
        Arguments.of(2, new String[] {"discv4", "resolve-json"}),
        Arguments.of(2, new String[] {"discv4", "resolve-json", "/no/such/place/nodes.json"}),
        Arguments.of(2, new String[] {"discv4", "resolve-json", "nodes.json", "nonsense"}),
        Arguments.of(2, new String[] {"discv4", "crawl", "/no/such/place/nodes.json"}),
        Arguments.of(2, new String[] {"rlpx", "ping", "enode://zz@127.0.0.1:1"}),
        Arguments.of(2, new String[] {"key", "to-id", "/no/such/key"}),
        Arguments.of(2, new String[] {"key", "generate", "/no/such/place/key"}),
        Arguments.of(2, new String[] {"nodeset", "info", "/no/such/nodes.json"}),
        Arguments.of(2, new String[] {"interop", "install", "nobody"}),
        Arguments.of(2, new String[] {"enrdump"}),
        Arguments.of(2, new String[] {"enrdump", "--file", "/no/such/file"}),
        Arguments.of(1, new String[] {"enrdump", "enr:AAAA"}),
        Arguments.of(1, new String[] {"enrdump", "enr:not base64"}));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void isOneLineAndAnExitCode(int exit, String... arguments) {
    Ran ran = Ran.devp2p(arguments);
    assertThat(ran.exit()).as(ran.toString()).isEqualTo(exit);
    assertThat(ran.errLines())
        .as(ran.toString())
        .hasSize(1)
        .first()
        .asString()
        .startsWith("devp2p: ");
    assertThat(ran.out()).isEmpty();
  }

  @Test
  void anOccupiedPortIsNoNetwork() throws Exception {
    try (DatagramSocket taken =
        new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      Ran ran = Ran.devp2p("discovery", "listen", "--addr", "127.0.0.1:" + taken.getLocalPort());
      assertThat(ran.exit()).isEqualTo(3);
      assertThat(ran.errLines()).hasSize(1);
    }
  }

  @Test
  void aRecordWithABadSignatureIsShownAndIsAFinding() {
    String text =
        Vectors.each(Vectors.load("enr").get("invalid"))
            .filter(c -> c.get("name").asText().equals("geth-bad-signature"))
            .findFirst()
            .orElseThrow()
            .get("text")
            .asText();
    Ran ran = Ran.devp2p("enrdump", text);
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out())
        .startsWith("INVALID: ")
        .contains("Record has sequence number 99 and 4 key/value pairs.");
  }

  @Test
  void aStoreThatIsNoneIsLeftAlone() throws Exception {
    Path file = Files.writeString(directory.resolve("letter.txt"), "Dear sir");
    Ran ran =
        Ran.devp2p("crawl", "--network", "lab", "--lab-nodes", "1", "--store", file.toString());
    assertThat(ran.exit()).as(ran.toString()).isEqualTo(2);
    assertThat(ran.errLines()).hasSize(1);
    assertThat(file).hasContent("Dear sir");
  }

  @Test
  void aKeyIsNotOverwritten() throws Exception {
    Path file = directory.resolve("node.key");
    assertThat(Ran.devp2p("key", "generate", file.toString()).exit()).isZero();
    String id = Ran.devp2p("key", "to-id", file.toString()).out();
    assertThat(Ran.devp2p("key", "generate", file.toString()).exit()).isEqualTo(2);
    assertThat(Ran.devp2p("key", "to-id", file.toString()).out())
        .isEqualTo(id)
        .matches("[0-9a-f]{64}\\R");
    assertThat(Ran.devp2p("key", "generate", "--force", file.toString()).exit()).isZero();
    assertThat(Ran.devp2p("key", "to-id", file.toString()).out()).isNotEqualTo(id);
  }
}

package io.devp2p.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.devp2p.core.NetworkException;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.crawler.History;
import io.devp2p.crawler.NodeSetEntry;
import io.devp2p.crawler.publish.TreeDefinition;
import io.devp2p.crawler.publish.TreeDirectory;
import io.devp2p.crawler.publish.TxtJson;
import io.devp2p.discovery.DnsClient;
import io.devp2p.discovery.dns.ClonedTree;
import io.devp2p.discovery.dns.DnsLimits;
import io.devp2p.discovery.dns.DnsTree;
import io.devp2p.discovery.dns.TreeUrl;
import io.devp2p.interop.peers.EthereumJsDns;
import io.devp2p.interop.peers.GethTool;
import io.devp2p.interop.peers.Installation;
import io.devp2p.interop.peers.PrivateResolver;
import io.devp2p.testkit.netty.DnsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Node lists in DNS: ours read by others, and theirs by us, over a DNS server on loopback. */
final class DnsInteropTest {

  private static final NodeKey KEY = key(1_459);
  private static final TreeUrl URL = new TreeUrl(KEY.publicKey(), "nodes.example.org");
  private static final TreeUrl LINK = new TreeUrl(key(1_460).publicKey(), "more.example.org");

  /** A server that the Go resolver can be told has this port and an address of its own. */
  private static final String DNS_ADDRESS = "127.0.53.59";

  private static final int DNS_PORT = 53;

  /** The PBKDF2 example of the Web3 Secret Storage definition. */
  private static final String KEYSTORE =
      """
      {"version":3,"id":"3198bc9c-6672-5ab3-d995-4942343ae5b6","crypto":{"cipher":"aes-128-ctr",
      "cipherparams":{"iv":"6087dab2f9fdbbfaddc31a909735c1e6"},
      "ciphertext":"5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46",
      "kdf":"pbkdf2","kdfparams":{"c":262144,"dklen":32,"prf":"hmac-sha256",
      "salt":"ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd"},
      "mac":"517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2"}}
      """;

  @TempDir Path directory;

  private static NodeKey key(int number) {
    return NodeKey.of(Bytes32.leftPad(Bytes.ofUnsignedInt(number)));
  }

  private static NodeRecord record(int number) {
    try {
      return NodeRecord.builder()
          .address(InetAddress.getByName("127.0.7." + number))
          .port("tcp", 30_000 + number)
          .port("udp", 40_000 + number)
          .sign(key(number), number);
    } catch (UnknownHostException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static List<NodeRecord> records(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(DnsInteropTest::record).toList();
  }

  private static DnsServer server(String address, int port) {
    try {
      return DnsServer.start(new InetSocketAddress(address, port));
    } catch (NetworkException.Unreachable refused) {
      return abort("no DNS server on loopback: " + refused.getMessage());
    }
  }

  private static PrivateResolver resolver(Path work) throws InterruptedException {
    try {
      return PrivateResolver.of(DNS_ADDRESS, work);
    } catch (IOException impossible) {
      return abort(String.valueOf(impossible.getMessage()));
    }
  }

  /** A definition directory with these nodes. */
  private TreeDirectory nodes(Path tree, List<NodeRecord> records) throws IOException {
    TreeDirectory files = new TreeDirectory(tree);
    files.writeNodes(
        records.stream()
            .map(r -> NodeSetEntry.of(new NodeSetEntry.Known.Signed(r), History.NONE))
            .toList());
    return files;
  }

  @Test
  @RequiresPeer("geth-1.17.10")
  void gethReadsOurTreeFromDns(GethTool geth) throws Exception {
    PrivateResolver resolver = resolver(directory);
    DnsTree tree = DnsTree.of(records(14), List.of(LINK)).sign(KEY, 5);
    try (DnsServer dns = server(DNS_ADDRESS, DNS_PORT)) {
      dns.put(tree.txt(URL.domain()));
      Path copy = directory.resolve("copy");
      GethTool.Ran ran = geth.dnsSync(URL, copy, resolver);
      assertThat(ran.exitCode()).as(ran.toString()).isZero();
      assertThat(geth.files("dns", "to-txt", copy).out())
          .isEqualTo(TxtJson.render(tree, URL.domain()) + "\n");
      TreeDirectory files = new TreeDirectory(copy);
      assertThat(files.definition().tree(files.records()).txt(URL.domain()))
          .isEqualTo(tree.txt(URL.domain()));
    }
  }

  @Test
  @RequiresPeer("geth-1.17.10")
  void weReadATreeThatGethSigned(GethTool geth) throws Exception {
    Path tree = directory.resolve("geths.example.org");
    Path keystore = directory.resolve("keystore.json");
    Files.writeString(keystore, KEYSTORE);
    nodes(tree, records(200));
    GethTool.Ran signed = geth.dnsSign(tree, keystore, "testpassword", "--seq", "12");
    assertThat(signed.exitCode()).as(signed.toString()).isZero();
    String txt = geth.files("dns", "to-txt", tree).out();

    TreeDirectory files = new TreeDirectory(tree);
    TreeDefinition definition = files.definition();
    TreeUrl url = definition.url().orElseThrow();
    DnsTree same = definition.tree(files.records());
    assertThat(TxtJson.render(same, url.domain()) + "\n").isEqualTo(txt);
    try (DnsServer dns = server("127.0.0.1", 0);
        DnsClient client =
            DnsClient.start(
                c -> c.server(dns.address()).limits(DnsLimits.USUAL.pace(10_000, 1_000)))) {
      dns.put(same.txt(url.domain()));
      ClonedTree read = client.cloneTree(url).join();
      assertThat(read.isWhole()).as(read.defects().toString()).isTrue();
      assertThat(read.txt()).isEqualTo(same.txt(url.domain()));
      assertThat(read.root().seq()).isEqualTo(12);
      assertThat(read.records()).hasSize(200);
    }
  }

  /** Trees of one to four levels. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 13, 14, 169, 170, 250})
  @RequiresPeer("geth-1.17.10")
  void gethMakesTheSameEntries(int count, GethTool geth) throws Exception {
    Path tree = directory.resolve("tree");
    TreeDirectory files = nodes(tree, records(count));
    DnsTree signed = DnsTree.of(records(count), List.of(LINK)).sign(KEY, 3);
    files.write(
        TreeDefinition.of(URL, signed.root(), signed.links(), OffsetDateTime.now(ZoneOffset.UTC)));
    GethTool.Ran ran = geth.files("dns", "to-txt", tree);
    assertThat(ran.out()).as(ran.err()).isEqualTo(TxtJson.render(signed, URL.domain()) + "\n");
  }

  @Test
  @RequiresPeer("ethereumjs")
  void ethereumJsReadsOurTreeFromDns(@OfPeer("ethereumjs") Installation js) throws Exception {
    DnsTree tree = DnsTree.of(records(40), List.of(LINK)).sign(KEY, 5);
    try (DnsServer dns = server("127.0.0.1", 0)) {
      dns.put(tree.txt(URL.domain()));
      List<Endpoint> peers =
          EthereumJsDns.peers(js, directory.resolve("js"), URL, dns.address(), 10);
      assertThat(peers).hasSizeGreaterThanOrEqualTo(5);
      assertThat(records(40).stream().map(r -> r.ip4().orElseThrow())).containsAll(peers);
    }
  }
}

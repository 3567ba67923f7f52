package io.devp2p.discovery.dns;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.NodeRecord;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** Keys, records and texts of these tests. */
final class DnsSamples {

  static final NodeKey KEY = key(0xd15);
  static final TreeUrl TREE = new TreeUrl(KEY.publicKey(), "nodes.example.org");

  private DnsSamples() {}

  static NodeKey key(int number) {
    return NodeKey.of(Bytes32.leftPad(Bytes.ofUnsignedInt(number)));
  }

  static NodeRecord record(int number) {
    return NodeRecord.builder()
        .address(address(0x08_00_00_00 + number))
        .port("tcp", 30303)
        .port("udp", 30303)
        .sign(key(number), 1);
  }

  static List<NodeRecord> records(int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(DnsSamples::record).toList();
  }

  static TreeUrl tree(int number) {
    return new TreeUrl(key(1000 + number).publicKey(), "t" + number + ".example.org");
  }

  /** A signed tree of the sample key. */
  static DnsTree signed(long seq, List<NodeRecord> records, TreeUrl... links) {
    return DnsTree.of(records, List.of(links)).sign(KEY, seq);
  }

  static Bytes bytes(String text) {
    return Bytes.wrap(text.getBytes(ISO_8859_1));
  }

  static List<Bytes> texts(String... texts) {
    return List.of(texts).stream().map(DnsSamples::bytes).toList();
  }

  private static InetAddress address(int bits) {
    try {
      return InetAddress.getByAddress(Bytes.ofUnsignedInt(bits).toArray());
    } catch (UnknownHostException impossible) {
      throw new AssertionError(impossible);
    }
  }
}

package io.devp2p.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.devp2p.core.crypto.PublicKey;
import io.devp2p.core.crypto.Signatures;
import io.devp2p.core.node.Enode;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.core.rlp.RlpReader;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** RLP, records, URLs, keys. */
final class CoreTargets {

  private static final TrustingCurve TRUSTING = new TrustingCurve();

  private CoreTargets() {}

  static void reader(Bytes input) {
    RlpReader in = RlpReader.of(input);
    walk(in);
    in.end();
    RlpReader counted = RlpReader.of(input);
    counted.count(Integer.MAX_VALUE);
    walk(counted);
  }

  /** Reads all, and looks at it before. */
  private static void walk(RlpReader in) {
    while (!in.isAtEnd()) {
      int before = in.remaining();
      int length = in.nextLength();
      if (in.nextIsList()) {
        walk(in.list());
      } else {
        Target.same(length, in.bytes().size());
      }
      if (in.remaining() >= before) {
        throw new AssertionError("nothing was read");
      }
    }
  }

  static void integers(Bytes input) {
    RlpReader in = RlpReader.of(Target.after(1, input));
    switch (Target.choice(input, 10)) {
      case 0 -> in.uint64();
      case 1 -> in.uint16();
      case 2 -> in.uint(1000);
      case 3 -> in.uint256();
      case 4 -> in.bool();
      case 5 -> in.bytes32();
      case 6 -> in.bytesUpTo(4);
      case 7 -> in.skipInteger(8);
      case 8 -> in.skipBytes(20);
      default -> in.raw();
    }
  }

  static void record(Bytes input) {
    NodeRecord record = NodeRecord.decode(TRUSTING, input);
    Target.same(input, record.encoded());
    look(record);
  }

  static void recordText(Bytes input) {
    String text = new String(input.toArrayUnsafe(), UTF_8);
    NodeRecord record = NodeRecord.parse(TRUSTING, text);
    look(record);
    Target.same(record, NodeRecord.parse(TRUSTING, record.toString()));
  }

  private static void look(NodeRecord record) {
    record.endpoints().forEach(e -> e.udpAddress());
    record.eth();
    record.entry("tcp6");
  }

  static void enode(Bytes input) {
    Enode url = Enode.parse(new String(input.toArrayUnsafe(), UTF_8));
    url.endpoint();
    Target.same(url, Enode.parse(url.toString()));
  }

  static void keys(Bytes input) {
    Bytes rest = Target.after(33, input);
    switch (Target.choice(input, 4)) {
      case 0 -> PublicKey.of(Target.after(1, input));
      case 1 -> PublicKey.ofCompressed(Target.after(1, input));
      case 2 -> Signatures.recover(hash(input), rest);
      default ->
          Signatures.verify(
              hash(input), rest, Signatures.recover(hash(input), Bytes.repeat((byte) 1, 65)));
    }
  }

  private static Bytes32 hash(Bytes input) {
    return Bytes32.rightPad(
        Target.after(1, input).slice(0, Math.min(32, Math.max(0, input.size() - 1))));
  }
}

package io.devp2p.discovery.v5;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.Violation;
import io.devp2p.core.node.EnrRule;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.core.rlp.RlpWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the vectors do not show: extremes, hearsay, and what is dropped when reading. */
final class V5MessageCodecTest {

  private static final Bytes ID = Bytes.of(1);

  static Stream<V5Message> messages() {
    return V5Samples.messages().stream();
  }

  @ParameterizedTest
  @MethodSource("messages")
  void roundTrip(V5Message message) {
    assertThat(V5Samples.decode(V5MessageCodec.encode(message))).isEqualTo(message);
  }

  @Test
  void everyTypeIsTried() {
    Set<Integer> types = new TreeSet<>();
    messages().forEach(message -> types.add(message.type()));
    assertThat(types).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
  }

  // D45, V-10: kept exactly, so that the answer repeats it.
  @ParameterizedTest
  @ValueSource(strings = {"0x", "0x00", "0x01", "0x80", "0x00000001", "0x0000000000000000"})
  void requestIdsAreKept(String id) {
    V5Message ping = new V5Message.Ping(Bytes.fromHexString(id), 1);
    assertThat(V5Samples.decode(V5MessageCodec.encode(ping)).requestId())
        .isEqualTo(Bytes.fromHexString(id));
  }

  @Test
  void distancesOutOfRangeAndDuplicatesAreDropped() {
    List<Integer> asked = List.of(256, 257, 256, 0, 1_000_000, 0, 3);
    Bytes encoded = V5MessageCodec.encode(new V5Message.FindNode(ID, asked));
    assertThat(V5Samples.decode(encoded)).isEqualTo(new V5Message.FindNode(ID, List.of(256, 0, 3)));
    Bytes most =
        list(3, w -> w.bytes(ID).list(l -> l.raw(Bytes.fromHexString("0x88ffffffffffffffff"))));
    assertThat(V5Samples.decode(most)).isEqualTo(new V5Message.FindNode(ID, List.of()));
    Bytes many = list(3, w -> w.bytes(ID).list(l -> l.raw(Bytes.repeat((byte) 5, 1_200))));
    assertThat(V5Samples.decode(many)).isEqualTo(new V5Message.FindNode(ID, List.of(5)));
  }

  @Test
  void mappedAddressesAreUnwrapped() {
    Bytes mapped = Bytes.fromHexString("0x00000000000000000000ffffc0000201");
    assertThat(V5Samples.decode(list(2, w -> w.bytes(ID).uint(1).bytes(mapped).uint(9))))
        .isEqualTo(new V5Message.Pong(ID, 1, V5Samples.address("192.0.2.1"), 9));
  }

  // V-09: one bad record costs itself.
  @ParameterizedTest
  @ValueSource(ints = {4, 10})
  void badRecordsAreSkipped(int type) {
    NodeRecord good = V5Samples.record(V5Samples.A);
    byte[] forged = good.encoded().toArray();
    forged[forged.length - 1] ^= 1;
    Bytes encoded =
        list(
            type,
            w ->
                w.bytes(ID)
                    .uint(1)
                    .list(l ->
                        l.raw(Bytes.wrap(forged))
                            .raw(Bytes.of(0xc0))
                            .raw(Bytes.of(0x80))
                            .raw(Bytes.of(0xc1, 0xc0))
                            .bytes(good.encoded())
                            .list(big -> big.bytes(Bytes.wrap(new byte[400])))
                            .raw(good.encoded())));
    V5Message decoded = V5Samples.decode(encoded);
    assertThat(decoded)
        .isEqualTo(
            type == 4
                ? new V5Message.Nodes(ID, 1, List.of(good))
                : new V5Message.TopicNodes(ID, 1, List.of(good)));
  }

  @Test
  void hundredsOfJunkRecordsAreReadOnce() {
    Bytes junk = Bytes.repeat((byte) 0xc0, 1_200);
    Bytes encoded = list(4, w -> w.bytes(ID).uint(1).list(l -> l.raw(junk)));
    assertThat(V5Samples.decode(encoded)).isEqualTo(new V5Message.Nodes(ID, 1, List.of()));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "255, 255", "-1, 18446744073709551615"})
  void totalsAreAsTheyCame(long total, String unsigned) {
    Bytes encoded = V5MessageCodec.encode(new V5Message.Nodes(ID, total, List.of()));
    V5Message.Nodes nodes = (V5Message.Nodes) V5Samples.decode(encoded);
    assertThat(Long.toUnsignedString(nodes.total())).isEqualTo(unsigned);
  }

  @Test
  void verifiedRecordsCanBeRemembered() {
    NodeRecord known = V5Samples.record(V5Samples.A);
    NodeRecord unknown = V5Samples.record(V5Samples.B);
    Bytes encoded =
        V5MessageCodec.encode(new V5Message.Nodes(ID, 1, List.of(known, unknown, known)));
    List<Bytes> asked = new ArrayList<>();
    V5Message decoded =
        V5MessageCodec.decode(
            encoded,
            bytes -> {
              asked.add(bytes);
              Violation.unless(bytes.equals(known.encoded()), EnrRule.ENR_SIGNATURE);
              return known;
            });
    assertThat(decoded).isEqualTo(new V5Message.Nodes(ID, 1, List.of(known, known)));
    assertThat(asked).containsExactly(known.encoded(), unknown.encoded(), known.encoded());
  }

  private static Bytes list(int type, java.util.function.Consumer<RlpWriter> elements) {
    return Bytes.concatenate(Bytes.of(type), RlpWriter.encodeList(elements));
  }
}

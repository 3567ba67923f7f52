package io.devp2p.wire.snap;

import static io.devp2p.core.Vectors.hex;
import static io.devp2p.core.Violations.assertViolation;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.devp2p.core.Vectors;
import io.devp2p.core.Violation;
import io.devp2p.core.rlp.RlpReader;
import io.devp2p.core.rlp.RlpRule;
import io.devp2p.core.rlp.RlpWriter;
import io.devp2p.wire.trie.TrieRule;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class SnapCodecTest {

  private static final SnapCodec.Most MOST = new SnapCodec.Most(100, 100);

  static Stream<JsonNode> messages() {
    return Vectors.each(Vectors.load("snap-messages").get("messages"));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void vectorsAreReadAndWrittenTheSame(JsonNode vector) {
    int code = vector.get("code").asInt();
    for (JsonNode version : vector.get("versions")) {
      SnapMessage message = decode(version.asInt(), code, hex(vector, "encoding"));
      assertThat(SnapCodec.code(message)).isEqualTo(code);
      assertThat(SnapCodec.encode(message)).isEqualTo(hex(vector, "encoding"));
      assertThat(Bytes.minimalBytes(message.requestId()))
          .isEqualTo(Bytes.fromHexString(vector.get("decoded").get(0).asText()));
    }
  }

  static Stream<JsonNode> accounts() {
    return Vectors.each(Vectors.load("snap-messages").get("accounts"));
  }

  @ParameterizedTest
  @MethodSource("accounts")
  void accountsHaveTwoForms(JsonNode vector) {
    Account account = Account.decode(hex(vector, "full"));
    assertThat(account.encode()).isEqualTo(hex(vector, "full"));
    assertThat(account.encodeSlim()).isEqualTo(hex(vector, "slim"));
    assertThat(Account.readSlim(RlpReader.of(hex(vector, "slim")))).isEqualTo(account);
    Bytes wrapped = RlpWriter.encode(w -> w.bytes(hex(vector, "slim")));
    assertThat(Account.readSlim(RlpReader.of(wrapped))).isEqualTo(account);
    assertThat(Account.readSlim(RlpReader.of(hex(vector, "full")))).isEqualTo(account);
  }

  static Stream<Class<?>> types() {
    return Stream.of(SnapRequest.class, SnapAnswer.class)
        .flatMap(type -> Stream.of(type.getPermittedSubclasses()));
  }

  @ParameterizedTest
  @MethodSource("types")
  void everyMessageComesBack(Class<?> type) {
    SnapSamples samples = new SnapSamples(new Random(1));
    for (int i = 0; i < 100; i++) {
      SnapMessage message = samples.of(type);
      int code = SnapCodec.code(message);
      int version = code < SnapCodec.GET_BLOCK_ACCESS_LISTS ? 1 : 2;
      Bytes encoded = SnapCodec.encode(message);
      assertThat(decode(version, code, encoded)).as("round %d", i).isEqualTo(message);
      int longer = i;
      Bytes extended = RlpWriter.encodeList(w -> w.raw(elements(encoded)).uint(longer));
      assertViolation(RlpRule.RLP_EXTRA_ELEMENT, () -> decode(version, code, extended));
    }
  }

  private static Bytes elements(Bytes list) {
    RlpReader in = RlpReader.list(list);
    Bytes elements = Bytes.EMPTY;
    while (!in.isAtEnd()) {
      elements = Bytes.wrap(elements, in.raw());
    }
    return elements;
  }

  private static SnapMessage decode(int version, int code, Bytes payload) {
    return SnapCodec.isRequest(version, code)
        ? SnapCodec.decodeRequest(version, code, payload)
        : SnapCodec.decodeAnswer(version, code, payload, MOST);
  }

  @Test
  void eachVersionHasItsMessages() {
    Bytes nothing = Bytes.of(0xc0);
    assertViolation(SnapRule.SNAP_UNKNOWN_MESSAGE, () -> decode(2, 0x06, nothing));
    assertViolation(SnapRule.SNAP_UNKNOWN_MESSAGE, () -> decode(2, 0x07, nothing));
    assertViolation(SnapRule.SNAP_UNKNOWN_MESSAGE, () -> decode(1, 0x08, nothing));
    assertViolation(SnapRule.SNAP_UNKNOWN_MESSAGE, () -> decode(1, 0x09, nothing));
    assertThat(SnapCodec.span(1)).isEqualTo(8);
    assertThat(SnapCodec.span(2)).isEqualTo(10);
  }

  /** S-04 */
  @Test
  void ofTooManyItemsTheFirstAreRead() {
    List<Bytes32> hashes = Collections.nCopies(100_000, Bytes32.ZERO);
    Bytes request = RlpWriter.encodeList(w -> w.uint(1).list(hashes, RlpWriter::bytes).uint(5));
    assertThat(SnapCodec.decodeRequest(1, SnapCodec.GET_BYTE_CODES, request))
        .isEqualTo(new SnapRequest.GetByteCodes(1, Collections.nCopies(1024, Bytes32.ZERO), 5));
  }

  /** S-01 */
  @Test
  void ofTooManyPathsTheFirstAreRead() {
    List<Bytes> paths = Collections.nCopies(700, Bytes.EMPTY);
    Bytes request =
        RlpWriter.encodeList(w ->
            w.uint(1)
                .bytes(Bytes32.ZERO)
                .list(
                    Collections.nCopies(100, paths),
                    (sets, set) -> sets.list(set, RlpWriter::bytes))
                .uint(5));
    SnapRequest.GetTrieNodes read =
        (SnapRequest.GetTrieNodes) SnapCodec.decodeRequest(1, SnapCodec.GET_TRIE_NODES, request);
    assertThat(read.paths().stream().map(set -> set.elements().size())).containsExactly(700, 324);
  }

  @Test
  void edgesOfStorageAreNumbersOrNothing() {
    assertThat(edges(Bytes.EMPTY)).isEmpty();
    assertThat(edges(Bytes.of(1))).contains(Bytes32.leftPad(Bytes.of(1)));
    assertThat(edges(Bytes32.ZERO)).contains(Bytes32.ZERO);
    assertViolation(RlpRule.RLP_WRONG_LENGTH, () -> edges(Bytes.repeat((byte) 1, 33)));
  }

  private static Optional<Bytes32> edges(Bytes start) {
    Bytes request =
        RlpWriter.encodeList(
            w -> w.uint(1).bytes(Bytes32.ZERO).list(l -> {}).bytes(start).bytes(start).uint(5));
    SnapRequest.GetStorageRanges read =
        (SnapRequest.GetStorageRanges)
            SnapCodec.decodeRequest(1, SnapCodec.GET_STORAGE_RANGES, request);
    assertThat(read.limit()).isEqualTo(read.start());
    return read.start();
  }

  /** S-03 */
  @Test
  void aProofHasAtMost128Nodes() {
    Bytes answer =
        SnapCodec.encode(
            new SnapAnswer.AccountRange(1, List.of(), Collections.nCopies(129, Bytes.of(1, 2, 3))));
    assertViolation(
        TrieRule.TRIE_PROOF_TOO_LONG,
        () -> SnapCodec.decodeAnswer(1, SnapCodec.ACCOUNT_RANGE, answer, MOST));
  }

  @Test
  void nothingButViolationsComeOutOfBytes() {
    Random random = new Random(2);
    SnapSamples samples = new SnapSamples(random);
    List<Class<?>> types = types().toList();
    int read = 0;
    for (int i = 0; i < 20_000; i++) {
      SnapMessage message = samples.of(types.get(i % types.size()));
      byte[] payload = SnapCodec.encode(message).toArray();
      payload[random.nextInt(payload.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        decode(1 + random.nextInt(2), SnapCodec.code(message), Bytes.wrap(payload));
        read++;
      } catch (Violation refused) {
        assertThat(refused.rule()).isNotNull();
      }
    }
    assertThat(read).isPositive();
  }
}

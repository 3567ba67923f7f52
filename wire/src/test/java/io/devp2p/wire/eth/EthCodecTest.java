package io.devp2p.wire.eth;

import static io.devp2p.core.Vectors.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.devp2p.core.Vectors;
import io.devp2p.core.Violation;
import io.devp2p.core.rlp.RlpRule;
import io.devp2p.core.rlp.RlpWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.units.bigints.UInt256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EthCodecTest {

  private static final Bytes32 A = Bytes32.repeat((byte) 0xa1);
  private static final Bytes32 B = Bytes32.repeat((byte) 0xb2);

  /** A version of a vector. */
  record Case(int version, JsonNode vector) {
    @Override
    public String toString() {
      return vector.get("name").asText() + " eth/" + version;
    }

    int code() {
      return vector.get("code").asInt();
    }

    Bytes encoding() {
      return hex(vector, "encoding");
    }
  }

  private static Stream<Case> vectors() {
    return Vectors.each(Vectors.load("eth-messages").get("eth"))
        .flatMap(vector -> versions(vector).map(version -> new Case(version, vector)));
  }

  /** For Status the versions that the vector itself says; for others all that the layout has. */
  private static Stream<Integer> versions(JsonNode vector) {
    if (vector.get("code").asInt() == 0) {
      return Stream.of(Integer.decode(vector.get("decoded").get(0).asText()));
    }
    return Vectors.each(vector.get("versions")).map(JsonNode::asInt);
  }

  private static boolean isSpoken(Case test) {
    return MessageId.of(test.version(), test.code()).isPresent();
  }

  private static Stream<Case> valid() {
    return vectors().filter(c -> isSpoken(c) && !c.vector().has("invalid"));
  }

  private static Stream<Case> invalid() {
    return vectors().filter(c -> !isSpoken(c) || c.vector().has("invalid"));
  }

  @ParameterizedTest
  @MethodSource("valid")
  void readsVector(Case test) {
    EthMessage message = EthCodec.decode(test.version(), test.code(), test.encoding());
    assertThat(EthCodec.code(message)).isEqualTo(test.code());
    assertThat(message.getClass().getName()).contains(test.vector().get("message").asText());
    // A mask of no bytes is read, and never written.
    boolean sameAgain = !test.encoding().toHexString().equals("0xc480c0c080");
    assertThat(EthCodec.encode(test.version(), message).equals(test.encoding()))
        .isEqualTo(sameAgain);
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void refusesVector(Case test) {
    assertThatThrownBy(() -> EthCodec.decode(test.version(), test.code(), test.encoding()))
        .isInstanceOf(Violation.class);
  }

  @Test
  void allVectorsAreUsed() {
    assertThat(
            valid().map(c -> c.vector().get("name")).distinct().count()
                + invalid().map(c -> c.vector().get("name")).distinct().count())
        .isEqualTo(Vectors.load("eth-messages").get("eth").size());
    assertThat(invalid().map(c -> c.vector().get("name").asText()).distinct())
        .containsExactlyInAnyOrder(
            "eip2481-GetNodeData-5",
            "eip2481-NodeData-6",
            "derived-blockrangeupdate-bad-range",
            "derived-blockrangeupdate-zero-hash",
            "derived-receipts-70-empty-incomplete",
            "getcells-nested-v1.17.5",
            "receipts-70-one-empty-list-incomplete",
            "blockbodies-items-too-small",
            "receipts-70-items-too-small");
  }

  @ParameterizedTest
  @ValueSource(ints = {66, 67, 68, 69, 70, 71, 72})
  void spansAreThoseOfTheVectors(int version) {
    assertThat(Eth.span(version))
        .isEqualTo(
            Vectors.load("eth-messages")
                .get("message_counts")
                .get("values")
                .get("eth/" + version)
                .asInt());
  }

  @Test
  void headersAreReadWithTheirHashes() {
    JsonNode vector = named("geth-blockheaders-osaka-amsterdam");
    EthAnswer.BlockHeaders answer =
        (EthAnswer.BlockHeaders) EthCodec.decode(72, 4, hex(vector, "encoding"));
    assertThat(answer.headers().stream().map(h -> Header.decode(h).hash().toHexString()))
        .containsExactlyElementsOf(
            Vectors.each(vector.get("header_hashes")).map(JsonNode::asText).toList());
  }

  @Test
  void cellsAreInTheOrderOfTheSpecification() {
    JsonNode vector = named("geth-cells-two-blobs-real");
    EthAnswer.Cells cells = (EthAnswer.Cells) EthCodec.decode(72, 0x15, hex(vector, "encoding"));
    assertThat(cells.mask()).isEqualTo(CellMask.of(5, 70));
    assertThat(
            cells.cells().getFirst().stream()
                .map(c -> io.devp2p.core.crypto.Keccak.hash(c).toHexString()))
        .containsExactlyElementsOf(
            Vectors.each(vector.get("cell_keccak256")).map(JsonNode::asText).toList());
  }

  private static JsonNode named(String name) {
    return vectors()
        .map(Case::vector)
        .filter(v -> v.get("name").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  // ---- round trips

  /** A message of each kind; a new one does not compile until it has one here. */
  static EthMessage message(MessageId id, int version) {
    CellMask mask = version >= 72 ? CellMask.of(0, 64, 127) : CellMask.NONE;
    Bytes tx = TestTransactions.LEGACY;
    return switch (id) {
      case STATUS -> EthLink.HEAD.status(version);
      case NEW_BLOCK_HASHES ->
          new EthMessage.NewBlockHashes(List.of(new EthMessage.NumberedHash(A, -1)));
      case TRANSACTIONS -> new EthMessage.Transactions(List.of(tx, tx));
      case NEW_BLOCK -> new EthMessage.NewBlock(Bytes.of(0xc1, 0x05), UInt256.MAX_VALUE);
      case NEW_POOLED_TRANSACTION_HASHES ->
          new EthMessage.NewPooledTransactionHashes(
              List.of(
                  new EthMessage.Announced(3, 0xffff_ffffL, A),
                  new EthMessage.Announced(255, 0, B)),
              mask);
      case BLOCK_RANGE_UPDATE -> new EthMessage.BlockRangeUpdate(0, -1, A);
      case GET_BLOCK_HEADERS ->
          new EthRequest.GetBlockHeaders(-1, HeaderQuery.from(A).limit(-1).skip(-1).backwards());
      case GET_BLOCK_BODIES -> new EthRequest.GetBlockBodies(0, List.of(A, B, A));
      case GET_POOLED_TRANSACTIONS -> new EthRequest.GetPooledTransactions(1, List.of());
      case GET_RECEIPTS -> new EthRequest.GetReceipts(2, version >= 70 ? 137 : 0, List.of(A));
      case GET_BLOCK_ACCESS_LISTS -> new EthRequest.GetBlockAccessLists(3, List.of(A));
      case GET_CELLS -> new EthRequest.GetCells(4, List.of(A, B), mask);
      case BLOCK_HEADERS ->
          new EthAnswer.BlockHeaders(5, List.of(new TestChain(1, 1).headers.get(0).encoding()));
      case BLOCK_BODIES ->
          new EthAnswer.BlockBodies(6, List.copyOf(new TestChain(1, 2).bodies.values()));
      case POOLED_TRANSACTIONS -> new EthAnswer.PooledTransactions(7, List.of(tx));
      case RECEIPTS ->
          new EthAnswer.Receipts(
              8,
              version >= 70,
              List.of(Bytes.of(0xc0), Bytes.of(0xc6, 0xc5, 0x02, 0x01, 0x05, 0xc0, 0xc0)));
      case BLOCK_ACCESS_LISTS ->
          new EthAnswer.BlockAccessLists(
              9, List.of(Optional.of(TestChain.EMPTY_LIST), Optional.empty()));
      case CELLS ->
          new EthAnswer.Cells(
              10, List.of(A), List.of(Collections.nCopies(3, Bytes.wrap(new byte[2048]))), mask);
    };
  }

  @ParameterizedTest
  @EnumSource
  void roundTrip(MessageId id) {
    for (int version : Eth.VERSIONS) {
      if (MessageId.of(version, id.code()).isPresent()) {
        EthMessage message = message(id, version);
        assertThat(MessageId.of(message)).isEqualTo(id);
        Bytes payload = EthCodec.encode(version, message);
        assertThat(EthCodec.decode(version, id.code(), payload)).isEqualTo(message);
        Bytes longer = Bytes.concatenate(payload, Bytes.of(0));
        assertBroke(RlpRule.RLP_EXTRA_ELEMENT, () -> EthCodec.decode(version, id.code(), longer));
      } else {
        assertBroke(
            EthRule.ETH_UNKNOWN_MESSAGE,
            () -> EthCodec.decode(version, id.code(), TestChain.EMPTY_LIST));
      }
    }
  }

  static void assertBroke(io.devp2p.core.Rule rule, Runnable wrong) {
    assertThatThrownBy(wrong::run)
        .isInstanceOfSatisfying(Violation.class, v -> assertThat(v.rule()).isEqualTo(rule));
  }

  @Test
  void whatAVersionCannotSayIsNotWritten() {
    assertThatThrownBy(() -> EthCodec.encode(69, new EthRequest.GetReceipts(1, 1, List.of(A))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> EthCodec.encode(69, new EthAnswer.Receipts(1, true, List.of())))
        .isInstanceOf(IllegalArgumentException.class);
  }

  // ---- bounds

  /** W-03: all hashes are read, as many as are served are kept. */
  @Test
  void longRequestsAreCut() {
    List<Bytes32> hashes = Collections.nCopies(100_000, A);
    EthRequest.GetBlockBodies bodies =
        (EthRequest.GetBlockBodies)
            EthCodec.decode(68, 5, EthCodec.encode(68, new EthRequest.GetBlockBodies(1, hashes)));
    assertThat(bodies.hashes()).hasSize(EthRequest.MAX_BLOCKS);
    EthRequest.GetCells cells =
        (EthRequest.GetCells)
            EthCodec.decode(
                72, 0x14, EthCodec.encode(72, new EthRequest.GetCells(1, hashes, CellMask.ALL)));
    assertThat(cells.hashes()).hasSize(EthRequest.MAX_TRANSACTIONS);
    List<Bytes32> longer = new ArrayList<>(hashes);
    Bytes wrongAtTheEnd =
        RlpWriter.encodeList(w -> {
          w.uint(1);
          w.list(x -> {
            longer.forEach(x::bytes);
            x.uint(1);
          });
        });
    assertBroke(RlpRule.RLP_WRONG_LENGTH, () -> EthCodec.decode(68, 5, wrongAtTheEnd));
  }

  /** W-07: answers with millions of items, and with more than was asked for. */
  @ParameterizedTest
  @EnumSource(
      names = {
        "BLOCK_HEADERS",
        "BLOCK_BODIES",
        "POOLED_TRANSACTIONS",
        "RECEIPTS",
        "BLOCK_ACCESS_LISTS"
      })
  void longAnswersAreRefused(MessageId id) {
    Bytes many = Bytes.repeat((byte) 0xc0, 10_000_000);
    Bytes payload =
        RlpWriter.encodeList(w -> {
          w.uint(1);
          if (id == MessageId.RECEIPTS) {
            w.bool(false);
          }
          w.list(x -> x.raw(many));
        });
    assertBroke(EthRule.ETH_TOO_MANY_ITEMS, () -> EthCodec.decode(72, id.code(), payload));
    Bytes eleven =
        RlpWriter.encodeList(w -> {
          w.uint(1);
          if (id == MessageId.RECEIPTS) {
            w.bool(false);
          }
          w.list(x -> x.raw(Bytes.repeat((byte) 0xc0, 11)));
        });
    assertBroke(EthRule.ETH_TOO_MANY_ITEMS, () -> EthCodec.decode(72, id.code(), eleven, 10));
  }

  @Test
  void longGossipIsRefused() {
    Bytes transactions =
        EthCodec.encode(
            69, new EthMessage.Transactions(Collections.nCopies(5001, TestTransactions.LEGACY)));
    assertBroke(EthRule.ETH_TOO_MANY_ITEMS, () -> EthCodec.decode(69, 2, transactions));
    Bytes blocks =
        EthCodec.encode(
            69,
            new EthMessage.NewBlockHashes(
                Collections.nCopies(4097, new EthMessage.NumberedHash(A, 1))));
    assertBroke(EthRule.ETH_TOO_MANY_ITEMS, () -> EthCodec.decode(69, 1, blocks));
    Bytes announcement =
        EthCodec.encode(
            69,
            new EthMessage.NewPooledTransactionHashes(
                Collections.nCopies(4097, new EthMessage.Announced(2, 100, A)), CellMask.NONE));
    assertBroke(RlpRule.RLP_WRONG_LENGTH, () -> EthCodec.decode(69, 8, announcement));
  }

  /** T-03. */
  @Test
  void announcedSizesHave32Bits() {
    Function<Long, Bytes> announcement =
        size ->
            EthCodec.encode(
                69,
                new EthMessage.NewPooledTransactionHashes(
                    List.of(new EthMessage.Announced(2, size, A)), CellMask.NONE));
    assertThat(EthCodec.decode(69, 8, announcement.apply(0xffff_ffffL))).isNotNull();
    assertBroke(
        RlpRule.RLP_INTEGER_TOO_LARGE,
        () -> EthCodec.decode(69, 8, announcement.apply(0x1_0000_0000L)));
  }

  @Test
  void onlyViolationsComeOut() {
    long seed = 20261125;
    Random random = new Random(seed);
    List<EthMessage> messages =
        Eth.VERSIONS.stream()
            .flatMap(v ->
                Stream.of(MessageId.values())
                    .filter(id -> MessageId.of(v, id.code()).isPresent())
                    .map(id -> message(id, v)))
            .toList();
    int refused = 0;
    for (int i = 0; i < 100_000; i++) {
      EthMessage message = messages.get(random.nextInt(messages.size()));
      int code = EthCodec.code(message);
      byte[] mutant = EthCodec.encode(72, message).toArray();
      mutant[random.nextInt(Math.min(mutant.length, 60))] = (byte) random.nextInt();
      try {
        EthMessage read = EthCodec.decode(68 + random.nextInt(5), code, Bytes.wrap(mutant));
        assertThat(EthCodec.code(read)).as("seed %d", seed).isEqualTo(code);
      } catch (Violation violation) {
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  @Test
  void columnsOfMasksAreThoseOfTheVectors() {
    for (JsonNode test : Vectors.load("eth-messages").get("cell_masks").get("cases")) {
      CellMask mask = CellMask.of(hex(test, "mask"));
      assertThat(mask.bytes()).isEqualTo(hex(test, "mask"));
      if (test.get("indices").isArray()) {
        int[] columns = Vectors.each(test.get("indices")).mapToInt(JsonNode::asInt).toArray();
        assertThat(mask.columns().toArray()).isEqualTo(columns);
        assertThat(CellMask.of(columns)).isEqualTo(mask);
        assertThat(mask.count()).isEqualTo(columns.length);
      }
    }
    assertThat(CellMask.ALL.columns().toArray())
        .isEqualTo(IntStream.range(0, CellMask.COLUMNS).toArray());
    assertThat(CellMask.ALL.hasAll(CellMask.of(3, 100))).isTrue();
    assertThat(CellMask.of(3).hasAll(CellMask.of(3, 100))).isFalse();
    assertThat(CellMask.of(100).hasAll(CellMask.of(3, 100))).isFalse();
    assertThatThrownBy(() -> CellMask.of(128)).isInstanceOf(IllegalArgumentException.class);
  }
}

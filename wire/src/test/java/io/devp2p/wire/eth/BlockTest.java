package io.devp2p.wire.eth;

import static io.devp2p.core.Vectors.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.devp2p.core.Vectors;
import io.devp2p.core.Violation;
import io.devp2p.core.crypto.Keccak;
import io.devp2p.core.rlp.RlpReader;
import io.devp2p.core.rlp.RlpRule;
import io.devp2p.core.rlp.RlpWriter;
import io.devp2p.wire.trie.OrderedRoot;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.units.bigints.UInt256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Headers, bodies, receipts and access lists. */
final class BlockTest {

  private static final TestChain CHAIN = new TestChain(3, 8);
  private static final Header HEADER = CHAIN.headers.get(7);

  // ---- headers

  @Test
  void headersHaveAllTheirElements() {
    HeaderFields fields =
        TestChain.fields(
            Bytes32.repeat((byte) 1),
            -1,
            Bytes32.repeat((byte) 2),
            Bytes32.repeat((byte) 3),
            Bytes32.repeat((byte) 4),
            Bytes32.repeat((byte) 15));
    Header header = Header.decode(fields.encode());
    assertThat(header.encoding()).isEqualTo(fields.encode());
    assertThat(header.parentHash()).isEqualTo(fields.parentHash());
    assertThat(header.ommersHash()).isEqualTo(fields.ommersHash());
    assertThat(header.coinbase()).isEqualTo(fields.coinbase());
    assertThat(header.stateRoot()).isEqualTo(fields.stateRoot());
    assertThat(header.transactionsRoot()).isEqualTo(fields.transactionsRoot());
    assertThat(header.receiptsRoot()).isEqualTo(fields.receiptsRoot());
    assertThat(header.logsBloom()).isEqualTo(fields.logsBloom());
    assertThat(header.difficulty()).isEqualTo(fields.difficulty());
    assertThat(header.number()).isEqualTo(-1);
    assertThat(header.gasLimit()).isEqualTo(TestChain.GAS_LIMIT);
    assertThat(header.gasUsed()).isEqualTo(TestChain.GAS_LIMIT);
    assertThat(header.time()).isEqualTo(-12);
    assertThat(header.extraData()).isEqualTo(fields.extraData());
    assertThat(header.mixHash()).isEqualTo(fields.mixHash());
    assertThat(header.nonce()).isEqualTo(fields.nonce());
    assertThat(header.baseFee()).contains(UInt256.valueOf(7));
    assertThat(header.withdrawalsRoot()).contains(Bytes32.repeat((byte) 4));
    assertThat(header.blobGasUsed()).hasValue(0);
    assertThat(header.excessBlobGas()).hasValue(131_072);
    assertThat(header.parentBeaconRoot()).contains(Bytes32.repeat((byte) 6));
    assertThat(header.requestsHash()).contains(Bytes32.repeat((byte) 5));
    assertThat(header.blockAccessListHash()).contains(Bytes32.repeat((byte) 15));
    assertThat(header.slotNumber()).hasValue(-1);
    assertThat(header.unknownElements()).isEqualTo(Bytes.EMPTY);
    assertThat(header).hasToString("Header[18446744073709551615 " + header.hash() + "]");
  }

  /** A header of each fork, one with elements of a later one, and counts between two forks. */
  @Test
  void headersOfAllForks() {
    List<Bytes> elements = EthCodec.readRaw(RlpReader.list(HEADER.encoding()));
    for (int count = 0; count <= 25; count++) {
      List<Bytes> some =
          Stream.concat(elements.stream(), Stream.of(Bytes.of(0xc0), Bytes.of(5)))
              .limit(count)
              .toList();
      Bytes encoding = RlpWriter.encode(w -> w.list(some, RlpWriter::raw));
      if (List.of(15, 16, 17, 20, 21, 23, 24, 25).contains(count)) {
        Header header = Header.decode(encoding);
        assertThat(header.hash()).isEqualTo(Keccak.hash(encoding));
        assertThat(header.baseFee().isPresent()).isEqualTo(count >= 16);
        assertThat(header.withdrawalsRoot().isPresent()).isEqualTo(count >= 17);
        assertThat(header.excessBlobGas().isPresent()).isEqualTo(count >= 20);
        assertThat(header.requestsHash().isPresent()).isEqualTo(count >= 21);
        assertThat(header.slotNumber().isPresent()).isEqualTo(count >= 23);
        assertThat(header.unknownElements().size()).isEqualTo(Math.max(0, count - 23));
      } else {
        EthCodecTest.assertBroke(BlockRule.HEADER_FIELDS, () -> Header.decode(encoding));
      }
    }
  }

  // ---- rules

  @ParameterizedTest
  @EnumSource
  void refuses(BlockRule rule) {
    assertThat(rule.anchor()).isNotBlank();
    Header other = CHAIN.headers.get(6);
    BlockBody body = BlockBody.decode(CHAIN.body(HEADER.hash()).orElseThrow());
    EthCodecTest.assertBroke(
        rule,
        switch (rule) {
          case HEADER_FIELDS -> () -> Header.decode(Bytes.of(0xc0));
          case HEADER_CHAIN ->
              () ->
                  new HeadersAsk(HeaderQuery.from(6).limit(2))
                      .judge(
                          69,
                          new EthAnswer.BlockHeaders(
                              1,
                              List.of(
                                      other.encoding(),
                                      CHAIN.branch(6).encoding(),
                                      other.encoding())
                                  .subList(0, 3)));
          case BODY_TRANSACTIONS ->
              () ->
                  new BlockBody(Bytes.EMPTY, List.of(), body.ommers(), body.withdrawals())
                      .check(HEADER);
          case BODY_OMMERS ->
              () ->
                  new BlockBody(Bytes.EMPTY, body.transactions(), Bytes.of(1), body.withdrawals())
                      .check(HEADER);
          case BODY_WITHDRAWALS ->
              () ->
                  new BlockBody(Bytes.EMPTY, body.transactions(), body.ommers(), Optional.empty())
                      .check(HEADER);
          case RECEIPT_STATUS -> () -> Receipts.consensus(Bytes.fromHexString("0xc5c4800205c0"));
          case RECEIPT_TYPE -> () -> Receipts.consensus(Bytes.fromHexString("0xc6c581800105c0"));
          case RECEIPTS_ROOT -> () -> Receipts.checkRoot(List.of(Bytes.of(1)), HEADER);
          case RECEIPTS_GAS -> () -> partOfReceipts(50_000);
          case ACCESS_LIST_HASH ->
              () ->
                  new AccessListsAsk(List.of(HEADER))
                      .judge(
                          71,
                          new EthAnswer.BlockAccessLists(
                              1, List.of(Optional.of(TestChain.EMPTY_LIST))));
          case ACCESS_LIST_ORDER -> () -> invalidList("accounts-unsorted");
          case ACCESS_LIST_EMPTY_CHANGE -> () -> invalidList("slot-without-change");
          case ACCESS_LIST_INDEX -> () -> invalidList("index-above-n+1");
          case ACCESS_LIST_ITEMS -> () -> invalidList("too-many-items");
          case ACCESS_LIST_CODE -> () -> invalidList("code-too-large");
        });
  }

  /** As many receipts as one part of a block that spent 200,000,000 gas, and is not complete. */
  private static void partOfReceipts(int count) {
    Bytes receipt = Bytes.fromHexString("0xc4800105c0");
    Bytes list =
        RlpWriter.encodeList(w -> {
          for (int i = 0; i < count; i++) {
            w.raw(receipt);
          }
        });
    new ReceiptsAsk(List.of(HEADER)).judge(70, new EthAnswer.Receipts(1, true, List.of(list)));
  }

  @Test
  void partsOfReceiptsMayFillTheBlock() {
    partOfReceipts(44_444);
    EthCodecTest.assertBroke(BlockRule.RECEIPTS_GAS, () -> partOfReceipts(44_445));
  }

  @Test
  void bodiesAreThoseOfTheirHeaders() {
    for (Header header : CHAIN.headers) {
      BlockBody body = BlockBody.decode(CHAIN.body(header.hash()).orElseThrow());
      body.check(header);
      assertThat(body.withdrawals()).isPresent();
      assertThat(body.transactions()).hasSize((int) header.number() % 4);
    }
    Bytes before = Bytes.fromHexString("0xc2c0c0");
    assertThat(BlockBody.decode(before).withdrawals()).isEmpty();
    EthCodecTest.assertBroke(
        RlpRule.RLP_EXTRA_ELEMENT, () -> BlockBody.decode(Bytes.fromHexString("0xc4c0c0c0c0")));
  }

  // ---- receipts

  private static Stream<JsonNode> receipts() {
    return Vectors.each(Vectors.load("receipts").get("cases"));
  }

  @ParameterizedTest
  @MethodSource("receipts")
  void receiptsInAllForms(JsonNode vector) {
    Bytes list68 = hex(vector, "eth68_list");
    if (!vector.has("eth69_list")) {
      // Its bloom is wrong, and stays so: the root is that of what came.
      assertThat(OrderedRoot.of(Receipts.consensusOf68(list68)))
          .isEqualTo(hex(vector, "receipts_root_with_given_bloom"));
      assertThat(Receipts.to68(Receipts.withoutBlooms(Receipts.consensusOf68(list68))))
          .isNotEqualTo(list68);
      return;
    }
    Bytes list69 = hex(vector, "eth69_list");
    List<Bytes> consensus = Receipts.consensus(list69);
    if (vector.has("consensus")) {
      assertThat(consensus)
          .isEqualTo(
              Vectors.each(vector.get("consensus"))
                  .map(c -> Bytes.fromHexString(c.asText()))
                  .toList());
    }
    assertThat(OrderedRoot.of(consensus)).isEqualTo(hex(vector, "receipts_root"));
    assertThat(Receipts.consensusOf68(list68)).isEqualTo(consensus);
    assertThat(Receipts.to68(list69)).isEqualTo(list68);
    assertThat(Receipts.withoutBlooms(consensus)).isEqualTo(list69);
    if (vector.has("receipts")) {
      compare(Receipt.decode(list69), vector.get("receipts"));
    }
  }

  private static void compare(List<Receipt> receipts, JsonNode expected) {
    assertThat(receipts).hasSize(expected.size());
    for (int i = 0; i < receipts.size(); i++) {
      Receipt receipt = receipts.get(i);
      JsonNode fields = expected.get(i);
      assertThat(receipt.type()).isEqualTo(fields.get("tx_type").asInt());
      assertThat(receipt.status())
          .isEqualTo(Bytes.fromHexString(fields.get("post_state_or_status").asText()));
      assertThat(receipt.cumulativeGas()).isEqualTo(fields.get("cumulative_gas").asLong());
      assertThat(receipt.logs()).hasSize(fields.get("logs").size());
      for (int j = 0; j < receipt.logs().size(); j++) {
        JsonNode log = fields.get("logs").get(j);
        assertThat(receipt.logs().get(j).address().bytes())
            .isEqualTo(Bytes.fromHexString(log.get(0).asText()));
        assertThat(receipt.logs().get(j).topics()).hasSize(log.get(1).size());
        assertThat(receipt.logs().get(j).data())
            .isEqualTo(Bytes.fromHexString(log.get(2).asText()));
      }
    }
  }

  // ---- access lists

  private static Stream<JsonNode> validLists() {
    return Vectors.each(Vectors.load("eth-messages").get("block_access_lists").get("valid"));
  }

  private static Stream<JsonNode> invalidLists() {
    return Vectors.each(Vectors.load("eth-messages").get("block_access_lists").get("invalid"));
  }

  @ParameterizedTest
  @MethodSource("validLists")
  void readsAccessList(JsonNode vector) {
    Bytes encoding = hex(vector, "encoding");
    assertThat(Keccak.hash(encoding)).isEqualTo(hex(vector, "hash"));
    long items = vector.get("items").asLong();
    BlockAccessList list = BlockAccessList.decode(encoding, items * 2000);
    long counted =
        list.accounts().stream().mapToLong(a -> 1L + a.changes().size() + a.reads().size()).sum();
    assertThat(counted).isEqualTo(items);
    if (items > 0) {
      EthCodecTest.assertBroke(
          BlockRule.ACCESS_LIST_ITEMS, () -> BlockAccessList.decode(encoding, items * 2000 - 1));
    }
  }

  @ParameterizedTest
  @MethodSource("invalidLists")
  void refusesAccessList(JsonNode vector) {
    assertThatThrownBy(() -> decode(vector)).isInstanceOf(Violation.class);
  }

  private static void invalidList(String name) {
    decode(
        invalidLists()
            .filter(v -> v.get("name").asText().equals(name))
            .findFirst()
            .orElseThrow(() ->
                new AssertionError(
                    invalidLists().map(v -> v.get("name").asText()).toList().toString())));
  }

  private static void decode(JsonNode vector) {
    BlockAccessList.decode(
        vector.has("encoding") ? hex(vector, "encoding") : longCode(),
        vector.get("gas_limit").asLong(),
        vector.get("transactions").asLong());
  }

  /** The one vector that is too long to be written out: see its "construct". */
  private static Bytes longCode() {
    return RlpWriter.encodeList(w ->
        w.list(account -> {
          account.bytes(Bytes.fromHexString("0x000000000000000000000000000000000000aaaa"));
          for (int i = 0; i < 4; i++) {
            account.list(empty -> {});
          }
          account.list(
              codes -> codes.list(code -> code.uint(1).bytes(Bytes.wrap(new byte[65_537]))));
        }));
  }

  @Test
  void onlyViolationsComeOut() {
    long seed = 20261127;
    Random random = new Random(seed);
    List<Bytes> lists = validLists().map(v -> hex(v, "encoding")).toList();
    List<Bytes> receipts =
        receipts().filter(v -> v.has("eth69_list")).map(v -> hex(v, "eth69_list")).toList();
    int refused = 0;
    for (int i = 0; i < 50_000; i++) {
      try {
        switch (i % 4) {
          case 0 -> Header.decode(mutant(HEADER.encoding(), random));
          case 1 ->
              BlockAccessList.decode(
                  mutant(lists.get(random.nextInt(lists.size())), random), 60_000_000, 3);
          case 2 -> Receipt.decode(mutant(receipts.get(random.nextInt(receipts.size())), random));
          default -> BlockBody.decode(mutant(CHAIN.body(HEADER.hash()).orElseThrow(), random));
        }
      } catch (Violation violation) {
        refused++;
      }
    }
    assertThat(refused).as("seed %d", seed).isGreaterThan(1_000);
  }

  private static Bytes mutant(Bytes good, Random random) {
    byte[] bytes = good.toArray();
    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    return Bytes.wrap(bytes);
  }
}

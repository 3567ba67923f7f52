package io.devp2p.wire.eth;

import static io.devp2p.core.Vectors.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.devp2p.core.Vectors;
import io.devp2p.core.Violation;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.rlp.RlpReader;
import io.devp2p.core.rlp.RlpWriter;
import java.util.Collections;
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
import org.junit.jupiter.params.provider.ValueSource;

final class TransactionTest {

  private static final NodeKey KEY = NodeKey.of(Bytes32.repeat((byte) 0x42));

  private static Stream<JsonNode> typed() {
    return TestTransactions.typed();
  }

  private static Stream<JsonNode> fromClients() {
    return Vectors.each(Vectors.load("transactions").get("from_clients"));
  }

  private static Stream<JsonNode> stateTests() {
    return Vectors.each(Vectors.load("transactions").get("state_tests"));
  }

  private static Stream<JsonNode> decodeLimits() {
    return Vectors.each(Vectors.load("transactions").get("decode_limits"));
  }

  @ParameterizedTest
  @MethodSource("typed")
  void readsVectorOfEachType(JsonNode vector) {
    Bytes encoding = hex(vector, "consensus_encoding");
    Transaction tx = Transaction.decode(encoding);
    assertThat(tx.type()).isEqualTo(vector.get("type").asInt());
    assertThat(tx.hash()).isEqualTo(hex(vector, "hash"));
    assertThat(tx.signingHash()).isEqualTo(hex(vector, "signing_hash"));
    assertThat(tx.sender().bytes()).isEqualTo(hex(vector, "sender"));
    assertThat(tx.size()).isEqualTo(vector.get("announced_size").asInt());
    Bytes network = hex(vector, "network_encoding");
    assertThat(tx.networkForm()).isEqualTo(network);
    assertThat(Transaction.ofNetworkForm(network)).isEqualTo(tx).hasSameHashCodeAs(tx);
    assertThat(Transaction.typeOf(network)).isEqualTo(tx.type());
    tx.check(UInt256.ONE);
    if (vector.has("authorization")) {
      Authorization authorization = tx.authorizations().getFirst();
      assertThat(authorization.signingHash())
          .isEqualTo(hex(vector.get("authorization"), "signing_hash"));
      assertThat(authorization.authority().bytes())
          .isEqualTo(hex(vector.get("authorization"), "authority"));
    }
  }

  /** What is taken apart and put together again is the same, signature included. */
  @ParameterizedTest
  @MethodSource("typed")
  void fieldsMakeTheTransactionAgain(JsonNode vector) {
    Transaction tx = Transaction.decode(hex(vector, "consensus_encoding"));
    TransactionFields fields = TransactionFields.of(tx);
    assertThat(fields.encode(tx.v(), tx.r(), tx.s())).isEqualTo(tx.encoding());
    if (tx.chainId().isPresent()) {
      assertThat(fields.signingHash()).isEqualTo(tx.signingHash());
      NodeKey key = NodeKey.of(Bytes32.wrap(hex(vector, "private_key")));
      assertThat(fields.sign(key)).isEqualTo(tx);
    }
  }

  @ParameterizedTest
  @MethodSource("fromClients")
  void readsVectorOfClients(JsonNode vector) {
    Transaction tx = Transaction.decode(hex(vector, "consensus_encoding"));
    assertThat(tx.hash()).isEqualTo(hex(vector, "hash"));
    if (vector.has("sender")) {
      assertThat(tx.sender().bytes()).isEqualTo(hex(vector, "sender"));
      assertThat(tx.chainId()).contains(UInt256.ONE);
    }
    if (vector.has("network_encoding")) {
      assertThat(tx.networkForm()).isEqualTo(hex(vector, "network_encoding"));
    }
  }

  /** Those that are wrong are refused by the codec, by the check or by their signature. */
  @ParameterizedTest
  @MethodSource("stateTests")
  void judgesVectorOfTheExecutionTests(JsonNode vector) {
    if (vector.get("valid").asBoolean()) {
      Transaction tx = Transaction.decode(hex(vector, "txbytes"));
      tx.check(UInt256.ONE);
      assertThat(tx.hash()).isEqualTo(hex(vector, "hash"));
      if (vector.has("sender")) {
        assertThat(tx.sender().bytes()).isEqualTo(hex(vector, "sender"));
      }
    } else {
      assertThatThrownBy(() -> judge(hex(vector, "txbytes"))).isInstanceOf(Violation.class);
    }
  }

  private static Address judge(Bytes encoding) {
    Transaction tx = Transaction.decode(encoding);
    tx.check(UInt256.ONE);
    return tx.sender();
  }

  @ParameterizedTest
  @MethodSource("decodeLimits")
  void refusesWhatIsTooLargeWhileDecoding(JsonNode vector) {
    assertThatThrownBy(() -> Transaction.decode(hex(vector, "txbytes")))
        .isInstanceOf(Violation.class);
  }

  // ---- rules

  private static TransactionFields fields(int type) {
    return new TransactionFields(
        type,
        UInt256.ONE,
        7,
        UInt256.ONE,
        UInt256.valueOf(2),
        21_000,
        Optional.of(new Address(Bytes.repeat((byte) 3, 20))),
        UInt256.valueOf(4),
        Bytes.of(5),
        type == 0
            ? List.of()
            : List.of(
                new AccessListEntry(
                    new Address(Bytes.repeat((byte) 6, 20)), List.of(Bytes32.ZERO))),
        type == 3 ? UInt256.valueOf(8) : UInt256.ZERO,
        type == 3 ? List.of(Bytes32.rightPad(Bytes.of(1))) : List.of(),
        type == 4
            ? List.of(
                new Authorization(
                    UInt256.ZERO,
                    new Address(Bytes.repeat((byte) 9, 20)),
                    0,
                    255,
                    UInt256.ONE,
                    UInt256.ONE))
            : List.of());
  }

  /** The same with another cost: chain id, nonce, tip, fee cap, value. */
  private static TransactionFields costing(
      UInt256 chain, long nonce, UInt256 tip, UInt256 cap, UInt256 value) {
    TransactionFields f = fields(2);
    return new TransactionFields(
        2,
        chain,
        nonce,
        tip,
        cap,
        f.gas(),
        f.to(),
        value,
        f.input(),
        f.accessList(),
        f.maxBlobFee(),
        f.blobHashes(),
        f.authorizations());
  }

  private static TransactionFields with(
      int type, Optional<Address> to, List<Bytes32> hashes, List<Authorization> authorizations) {
    TransactionFields f = fields(type);
    return new TransactionFields(
        type,
        f.chainId(),
        f.nonce(),
        f.maxPriorityFee(),
        f.maxFee(),
        f.gas(),
        to,
        f.value(),
        f.input(),
        f.accessList(),
        f.maxBlobFee(),
        hashes,
        authorizations);
  }

  private static void check(TransactionFields fields) {
    fields.sign(KEY).check(UInt256.ONE);
  }

  private static void checkSigned(int type, UInt256 v, UInt256 s) {
    Transaction.decode(fields(type).encode(v, UInt256.ONE, s)).check(UInt256.ONE);
  }

  @ParameterizedTest
  @EnumSource
  void refuses(TransactionRule rule) {
    assertThat(rule.anchor()).isNotBlank();
    Optional<Address> to = fields(3).to();
    List<Bytes32> hashes = fields(3).blobHashes();
    UInt256 one = UInt256.ONE;
    PooledTransaction two = PooledTransaction.decode(TestTransactions.twoBlobsElided(), true);
    BlobSidecar sidecar = two.sidecar().orElseThrow();
    EthCodecTest.assertBroke(
        rule,
        switch (rule) {
          case TX_TYPE -> () -> Transaction.decode(Bytes.of(5, 0xc0));
          case TX_TO -> () -> with(3, Optional.empty(), hashes, List.of()).sign(KEY);
          case TX_AUTHORIZATIONS -> () -> check(with(4, to, List.of(), List.of()));
          case TX_BLOB_HASHES ->
              () -> check(with(3, to, Collections.nCopies(7, hashes.getFirst()), List.of()));
          case TX_SIGNATURE -> () -> checkSigned(2, one, Transaction.HIGHEST_S.add(1));
          case TX_V -> () -> checkSigned(0, UInt256.valueOf(29), one);
          case TX_CHAIN_ID -> () -> check(costing(UInt256.valueOf(2), 0, one, one, one));
          case TX_NONCE -> () -> check(costing(one, -1, one, one, one));
          case TX_TIP -> () -> check(costing(one, 0, UInt256.valueOf(2), one, one));
          case TX_COST -> () -> check(costing(one, 0, one, UInt256.MAX_VALUE, one));
          case TX_SIDECAR ->
              () -> PooledTransaction.decode(TestTransactions.typed("eip4844"), true);
          case TX_SIDECAR_VERSION -> () -> decode(two, sidecar, 2, sidecar.proofs(), true);
          case TX_SIDECAR_COUNTS ->
              () -> decode(two, sidecar, 1, sidecar.proofs().subList(1, 256), true);
          case TX_SIDECAR_BLOBS -> () -> decode(two, sidecar, 1, sidecar.proofs(), false);
          case TX_COMMITMENT ->
              () ->
                  new BlobSidecar(1, List.of(), sidecar.commitments().reversed(), sidecar.proofs())
                      .check(two.transaction().blobHashes());
        });
  }

  private static void decode(
      PooledTransaction tx, BlobSidecar sidecar, int version, List<Bytes> proofs, boolean elided) {
    Bytes content =
        RlpWriter.encode(w -> {
          w.uint(3);
          w.list(x -> {
            x.raw(tx.transaction().encoding().slice(1)).uint(version).list(y -> {});
            x.list(sidecar.commitments(), RlpWriter::bytes).list(proofs, RlpWriter::bytes);
          });
        });
    PooledTransaction.decode(RlpWriter.encode(w -> w.bytes(content)), elided);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void signedTransactionsAreValid(int type) {
    Transaction tx = fields(type).sign(KEY);
    tx.check(UInt256.ONE);
    assertThat(tx.sender()).isEqualTo(Address.of(KEY.publicKey()));
    assertThat(tx.nonce()).isEqualTo(7);
    assertThat(tx.gas()).isEqualTo(21_000);
    assertThat(tx.value()).isEqualTo(UInt256.valueOf(4));
    assertThat(tx.input()).isEqualTo(Bytes.of(5));
    assertThat(tx.to()).isEqualTo(fields(type).to());
    assertThat(tx.maxFee()).isEqualTo(UInt256.valueOf(2));
    assertThat(tx.maxPriorityFee()).isEqualTo(UInt256.valueOf(type < 2 ? 2 : 1));
    assertThat(tx.accessList()).isEqualTo(fields(type).accessList());
    assertThat(tx.maxBlobFee()).isEqualTo(fields(type).maxBlobFee());
    assertThat(tx.blobHashes()).isEqualTo(fields(type).blobHashes());
    assertThat(tx.authorizations()).isEqualTo(fields(type).authorizations());
    assertThat(tx.chainId()).contains(UInt256.ONE);
  }

  /** What just fits 256 bits is a price, and one wei more is none. */
  @Test
  void pricesAreCountedExactly() {
    UInt256 most = UInt256.MAX_VALUE.divide(21_000);
    check(costing(UInt256.ONE, 0, UInt256.ONE, most, UInt256.MAX_VALUE));
    EthCodecTest.assertBroke(
        TransactionRule.TX_COST,
        () -> check(costing(UInt256.ONE, 0, UInt256.ONE, most.add(1), UInt256.ZERO)));
  }

  @Test
  void parityOfLargeChainIds() {
    UInt256 large = UInt256.valueOf(3503995874084926L);
    TransactionFields f = fields(0);
    Transaction tx =
        new TransactionFields(
                0,
                large,
                f.nonce(),
                f.maxPriorityFee(),
                f.maxFee(),
                f.gas(),
                f.to(),
                f.value(),
                f.input(),
                List.of(),
                UInt256.ZERO,
                List.of(),
                List.of())
            .sign(KEY);
    tx.check(large);
    assertThat(tx.chainId()).contains(large);
    assertThat(tx.sender()).isEqualTo(Address.of(KEY.publicKey()));
  }

  // ---- blobs

  @Test
  void readsTransactionWithTwoBlobs() {
    JsonNode vector = TestTransactions.blobs().get("v1_real");
    Bytes form = TestTransactions.twoBlobsElided();
    PooledTransaction tx = PooledTransaction.decode(form, true);
    assertThat(tx.transaction().hash()).isEqualTo(hex(vector, "tx_hash"));
    assertThat(tx.transaction().encoding()).isEqualTo(hex(vector, "consensus_encoding"));
    assertThat(tx.transaction().sender().bytes()).isEqualTo(hex(vector, "sender"));
    assertThat(tx.size(true)).isEqualTo(vector.get("announced_size_72").asInt());
    assertThat(tx.networkForm(true)).isEqualTo(form);
    assertThatThrownBy(() -> tx.networkForm(false)).isInstanceOf(IllegalArgumentException.class);
    BlobSidecar sidecar = tx.sidecar().orElseThrow();
    assertThat(sidecar.version()).isEqualTo(1);
    assertThat(sidecar.commitments())
        .isEqualTo(
            Vectors.each(vector.get("commitments"))
                .map(c -> Bytes.fromHexString(c.asText()))
                .toList());
    Bytes blob = Bytes.wrap(new byte[BlobSidecar.BLOB]);
    PooledTransaction whole =
        new PooledTransaction(
            tx.transaction(),
            Optional.of(
                new BlobSidecar(1, List.of(blob, blob), sidecar.commitments(), sidecar.proofs())));
    assertThat(whole.size(false)).isEqualTo(vector.get("announced_size_68_to_71").asInt());
    assertThat(whole.size(true)).isEqualTo(vector.get("announced_size_72").asInt());
    assertThat(PooledTransaction.decode(whole.networkForm(false), false)).isEqualTo(whole);
    assertThat(PooledTransaction.decode(whole.networkForm(true), true)).isEqualTo(tx);
    EthCodecTest.assertBroke(
        TransactionRule.TX_SIDECAR_BLOBS,
        () -> PooledTransaction.decode(whole.networkForm(false), true));
  }

  @Test
  void readsTransactionOfVersion0() {
    List<Bytes> items = TestTransactions.pooledV0();
    JsonNode facts = TestTransactions.blobs().get("pooled_transactions_v0").get("items");
    for (int i = 0; i < items.size(); i++) {
      PooledTransaction tx = PooledTransaction.decode(items.get(i), false);
      assertThat(tx.transaction().type()).isEqualTo(facts.get(i).get("type").asInt());
      assertThat(tx.networkForm(false)).isEqualTo(items.get(i));
      if (tx.sidecar().isPresent()) {
        assertThat(tx.sidecar().get().version()).isZero();
        assertThat(tx.sidecar().get().blobs()).hasSize(facts.get(i).get("blobs").asInt());
      }
    }
  }

  @Test
  void elidedBlobsAreAnEmptyList() {
    for (JsonNode test : TestTransactions.blobs().get("structural")) {
      Bytes item = hex(test, "item");
      boolean nil = test.get("name").asText().equals("v1-elided-as-nil-string");
      Bytes form = RlpWriter.encode(w -> w.bytes(item));
      if (nil) {
        assertThatThrownBy(() -> PooledTransaction.decode(form, true))
            .isInstanceOf(Violation.class);
      } else {
        assertThat(PooledTransaction.decode(form, true).networkForm(true)).isEqualTo(form);
      }
    }
  }

  /** T-04 and fuzz target: nothing else comes out, whatever byte is wrong. */
  @Test
  void onlyViolationsComeOut() {
    long seed = 20261126;
    Random random = new Random(seed);
    List<Bytes> forms =
        Stream.concat(
                TestTransactions.typed().map(t -> hex(t, "network_encoding")),
                Stream.of(TestTransactions.twoBlobsElided()))
            .toList();
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] mutant = forms.get(random.nextInt(forms.size())).toArray();
      mutant[random.nextInt(Math.min(250, mutant.length))] = (byte) random.nextInt();
      try {
        PooledTransaction tx = PooledTransaction.decode(Bytes.wrap(mutant), true);
        assertThat(TransactionFields.of(tx.transaction()).type())
            .isEqualTo(tx.transaction().type());
        tx.transaction().check(UInt256.ONE);
      } catch (Violation violation) {
        refused++;
      }
    }
    assertThat(refused).as("seed %d", seed).isGreaterThan(1_000);
  }

  @Test
  void theTypeIsReadFromTheForm() {
    assertThat(Transaction.typeOf(TestTransactions.twoBlobsElided())).isEqualTo(3);
    assertThatThrownBy(() -> Transaction.typeOf(Bytes.of(0x80))).isInstanceOf(Violation.class);
    assertThatThrownBy(() -> Transaction.ofNetworkForm(Bytes.of(0x80)))
        .isInstanceOf(Violation.class);
    assertThat(RlpReader.of(TestTransactions.LEGACY).nextIsList()).isTrue();
  }
}

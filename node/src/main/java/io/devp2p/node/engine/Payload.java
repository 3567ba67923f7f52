package io.devp2p.node.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.devp2p.core.Violation;
import io.devp2p.core.crypto.Keccak;
import io.devp2p.core.rlp.RlpWriter;
import io.devp2p.wire.eth.Address;
import io.devp2p.wire.eth.Transaction;
import io.devp2p.wire.trie.OrderedRoot;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.units.bigints.UInt256;

/**
 * What can be seen of a payload without executing it (execution-apis, engine, newPayload): whether
 * its hash is the one of its fields, and whether the blobs are those that the consensus client
 * expects. A codec.
 */
final class Payload {

  /** Bytes of a bloom filter. */
  private static final int LOGS_BLOOM = 256;

  private static final Bytes32 NO_OMMERS = Keccak.hash(Bytes.of(0xc0));

  private final JsonNode params;
  private final JsonNode fields;

  private Payload(JsonNode params) {
    this.params = params;
    this.fields = params.path(0);
  }

  /**
   * Why a payload cannot be valid; empty if nothing speaks against it.
   *
   * @param params of any version of the method
   * @throws WrongCall if a parameter is missing or malformed
   */
  static Optional<String> fault(JsonNode params) throws WrongCall {
    return new Payload(params).fault();
  }

  private Optional<String> fault() throws WrongCall {
    Bytes32 said = Hex.hash(fields.path("blockHash"));
    List<Bytes> transactions = list(fields.path("transactions"));
    try {
      if (!said.equals(Keccak.hash(header(transactions)))) {
        return Optional.of("blockHash is not the hash of the fields");
      }
      if (isThere(params.path(1)) && !blobs(transactions).equals(list(params.path(1)))) {
        return Optional.of("expectedBlobVersionedHashes are not those of the transactions");
      }
    } catch (Violation malformed) {
      return Optional.of("a transaction is malformed: " + malformed.rule());
    }
    return Optional.empty();
  }

  /** Elements exist from the fork on that brought them, and after them nothing is left out. */
  private Bytes header(List<Bytes> transactions) throws WrongCall {
    List<Bytes> elements = new ArrayList<>();
    elements.add(encode(data("parentHash", Bytes32.SIZE)));
    elements.add(encode(NO_OMMERS));
    elements.add(encode(data("feeRecipient", Address.SIZE)));
    elements.add(encode(data("stateRoot", Bytes32.SIZE)));
    elements.add(encode(OrderedRoot.of(transactions)));
    elements.add(encode(data("receiptsRoot", Bytes32.SIZE)));
    elements.add(encode(data("logsBloom", LOGS_BLOOM)));
    elements.add(encode(UInt256.ZERO)); // difficulty
    elements.add(quantity("blockNumber"));
    elements.add(quantity("gasLimit"));
    elements.add(quantity("gasUsed"));
    elements.add(quantity("timestamp"));
    elements.add(encode(Hex.bytes(fields.path("extraData"))));
    elements.add(encode(data("prevRandao", Bytes32.SIZE)));
    elements.add(encode(Bytes.wrap(new byte[Long.BYTES]))); // nonce
    elements.add(quantity("baseFeePerGas"));
    if (isThere(fields.path("withdrawals"))) {
      elements.add(encode(OrderedRoot.of(withdrawals())));
    }
    if (isThere(fields.path("blobGasUsed"))) {
      elements.add(quantity("blobGasUsed"));
      elements.add(quantity("excessBlobGas"));
      elements.add(encode(Hex.hash(params.path(2)))); // parentBeaconBlockRoot
    }
    if (isThere(params.path(3))) {
      elements.add(encode(requestsHash(list(params.path(3)))));
    }
    if (isThere(fields.path("blockAccessList"))) {
      elements.add(encode(Keccak.hash(Hex.bytes(fields.path("blockAccessList")))));
      elements.add(quantity("slotNumber"));
    }
    return RlpWriter.encodeList(w -> elements.forEach(w::raw));
  }

  private List<Bytes> withdrawals() throws WrongCall {
    List<Bytes> all = new ArrayList<>();
    for (JsonNode withdrawal : fields.path("withdrawals")) {
      UInt256 index = Hex.quantity(withdrawal.path("index"));
      UInt256 validator = Hex.quantity(withdrawal.path("validatorIndex"));
      Bytes address = Hex.bytes(withdrawal.path("address"), Address.SIZE);
      UInt256 amount = Hex.quantity(withdrawal.path("amount"));
      all.add(RlpWriter.encodeList(w -> w.uint(index).uint(validator).bytes(address).uint(amount)));
    }
    return all;
  }

  /** EIP-7685: a hash of hashes. */
  private static Bytes32 requestsHash(List<Bytes> requests) {
    MessageDigest all = sha256();
    for (Bytes request : requests) {
      all.update(sha256().digest(request.toArrayUnsafe()));
    }
    return Bytes32.wrap(all.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("BUG: every JVM has SHA-256", impossible);
    }
  }

  private static List<Bytes> blobs(List<Bytes> transactions) {
    List<Bytes> hashes = new ArrayList<>();
    for (Bytes transaction : transactions) {
      hashes.addAll(Transaction.decode(transaction).blobHashes());
    }
    return hashes;
  }

  private Bytes data(String name, int size) throws WrongCall {
    return Hex.bytes(fields.path(name), size);
  }

  private Bytes quantity(String name) throws WrongCall {
    return encode(Hex.quantity(fields.path(name)));
  }

  private static Bytes encode(Bytes value) {
    return RlpWriter.encode(w -> w.bytes(value));
  }

  private static Bytes encode(UInt256 value) {
    return RlpWriter.encode(w -> w.uint(value));
  }

  private static boolean isThere(JsonNode value) {
    return !value.isMissingNode() && !value.isNull();
  }

  private static List<Bytes> list(JsonNode values) throws WrongCall {
    if (!values.isArray()) {
      throw new WrongCall(WrongCall.INVALID_PARAMS, "an array is expected");
    }
    List<Bytes> all = new ArrayList<>();
    for (JsonNode value : values) {
      all.add(Hex.bytes(value));
    }
    return all;
  }
}

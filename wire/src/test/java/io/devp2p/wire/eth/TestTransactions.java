package io.devp2p.wire.eth;

import static io.devp2p.core.Vectors.hex;

import com.fasterxml.jackson.databind.JsonNode;
import io.devp2p.core.Vectors;
import io.devp2p.core.rlp.RlpReader;
import io.devp2p.core.rlp.RlpWriter;
import java.util.List;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;

/** Transactions of the vectors. */
final class TestTransactions {

  static final Bytes LEGACY = typed("legacy-eip155-mainnet");

  private TestTransactions() {}

  static Stream<JsonNode> typed() {
    return Vectors.each(Vectors.load("transactions").get("typed"));
  }

  /** The network form of a transaction. */
  static Bytes typed(String name) {
    return hex(
        typed().filter(t -> t.get("name").asText().equals(name)).findFirst().orElseThrow(),
        "network_encoding");
  }

  static JsonNode blobs() {
    return Vectors.load("blob-tx");
  }

  /** The item of PooledTransactions of eth/72 of the transaction with two blobs. */
  static Bytes twoBlobsElided() {
    Bytes wrapper = hex(blobs().get("v1_real"), "elided_wrapper");
    return RlpWriter.encode(w -> w.bytes(wrapper));
  }

  /** The items of PooledTransactions with a transaction of one blob, version 0. */
  static List<Bytes> pooledV0() {
    return EthCodec.readRaw(RlpReader.list(hex(blobs().get("pooled_transactions_v0"), "encoding")));
  }
}

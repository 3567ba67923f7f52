package io.devp2p.wire.eth;

import io.devp2p.core.crypto.Keccak;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.rlp.RlpWriter;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.units.bigints.UInt256;

/**
 * What a transaction is made of without its signature, for who makes one. What a type does not have
 * is left out when it is written.
 *
 * @param type 0 to 4
 * @param chainId the chain that it is for; type 0 is signed as of EIP-155
 * @param nonce unsigned
 * @param maxPriorityFee the tip; types 0 and 1 have the gas price in {@code maxFee} only
 * @param gas unsigned
 * @param to empty where it creates a contract
 */
public record TransactionFields(
    int type,
    UInt256 chainId,
    long nonce,
    UInt256 maxPriorityFee,
    UInt256 maxFee,
    long gas,
    Optional<Address> to,
    UInt256 value,
    Bytes input,
    List<AccessListEntry> accessList,
    UInt256 maxBlobFee,
    List<Bytes32> blobHashes,
    List<Authorization> authorizations) {

  public TransactionFields {
    if (type < 0 || type > Transaction.MAX_TYPE) {
      throw new IllegalArgumentException("no such transaction type: " + type);
    }
    accessList = List.copyOf(accessList);
    blobHashes = List.copyOf(blobHashes);
    authorizations = List.copyOf(authorizations);
  }

  /** The fields of a transaction. */
  public static TransactionFields of(Transaction tx) {
    return new TransactionFields(
        tx.type(),
        tx.chainId().orElse(UInt256.ZERO),
        tx.nonce(),
        tx.maxPriorityFee(),
        tx.maxFee(),
        tx.gas(),
        tx.to(),
        tx.value(),
        tx.input(),
        tx.accessList(),
        tx.maxBlobFee(),
        tx.blobHashes(),
        tx.authorizations());
  }

  /**
   * The transaction with a signature.
   *
   * @param v v of type 0, the y parity of others
   */
  public Bytes encode(UInt256 v, UInt256 r, UInt256 s) {
    return RlpWriter.encode(w -> {
      writeType(w);
      w.list(x -> {
        writeUnsigned(x);
        x.uint(v).uint(r).uint(s);
      });
    });
  }

  /** What is signed. */
  public Bytes32 signingHash() {
    return Keccak.hash(
        RlpWriter.encode(w -> {
          writeType(w);
          w.list(x -> {
            writeUnsigned(x);
            if (type == 0) {
              x.uint(chainId).uint(0).uint(0);
            }
          });
        }));
  }

  /** The transaction, signed by a key. */
  public Transaction sign(NodeKey key) {
    Bytes signature = key.sign(signingHash());
    UInt256 yParity = UInt256.valueOf(signature.get(64));
    UInt256 v = type == 0 ? chainId.multiply(2).add(35).add(yParity) : yParity;
    return Transaction.decode(
        encode(
            v,
            UInt256.fromBytes(signature.slice(0, 32)),
            UInt256.fromBytes(signature.slice(32, 32))));
  }

  private void writeType(RlpWriter w) {
    if (type != 0) {
      w.uint(type); // below 0x80 a byte is its own RLP
    }
  }

  private void writeUnsigned(RlpWriter w) {
    for (TransactionField field : TransactionField.layout(type)) {
      switch (field) {
        case CHAIN_ID -> w.uint(chainId);
        case NONCE -> w.uint(nonce);
        case GAS_PRICE, MAX_FEE -> w.uint(maxFee);
        case MAX_PRIORITY_FEE -> w.uint(maxPriorityFee);
        case GAS -> w.uint(gas);
        case TO -> w.bytes(to.map(Address::bytes).orElse(Bytes.EMPTY));
        case VALUE -> w.uint(value);
        case INPUT -> w.bytes(input);
        case ACCESS_LIST -> w.list(accessList, (x, entry) -> entry.write(x));
        case MAX_BLOB_FEE -> w.uint(maxBlobFee);
        case BLOB_HASHES -> w.list(blobHashes, RlpWriter::bytes);
        case AUTHORIZATIONS -> w.list(authorizations, (x, one) -> one.write(x));
        case V, R, S -> {} // written by who knows the signature
      }
    }
  }
}

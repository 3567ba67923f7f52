package io.devp2p.wire.eth;

import io.devp2p.core.rlp.RlpWriter;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.units.bigints.UInt256;

/**
 * What a header is made of, for who makes one. Integers are unsigned. What forks added is nested:
 * each fork has all that the forks before it have.
 *
 * @param logsBloom 256 bytes
 * @param nonce 8 bytes
 */
public record HeaderFields(
    Bytes32 parentHash,
    Bytes32 ommersHash,
    Address coinbase,
    Bytes32 stateRoot,
    Bytes32 transactionsRoot,
    Bytes32 receiptsRoot,
    Bytes logsBloom,
    UInt256 difficulty,
    long number,
    long gasLimit,
    long gasUsed,
    long time,
    Bytes extraData,
    Bytes32 mixHash,
    Bytes nonce,
    Optional<London> london) {

  /** Bytes of a hash in RLP. */
  private static final int HASH = 33;

  /** Bytes of the elements of fixed size: five hashes, coinbase, bloom, mix hash and nonce. */
  private static final int FIXED = 5 * HASH + 21 + 259 + HASH + 9;

  /** EIP-1559. */
  public record London(UInt256 baseFee, Optional<Shanghai> shanghai) {}

  /** EIP-4895. */
  public record Shanghai(Bytes32 withdrawalsRoot, Optional<Cancun> cancun) {}

  /** EIP-4844, EIP-4788. */
  public record Cancun(
      long blobGasUsed, long excessBlobGas, Bytes32 parentBeaconRoot, Optional<Prague> prague) {}

  /** EIP-7685. */
  public record Prague(Bytes32 requestsHash, Optional<Amsterdam> amsterdam) {}

  /** EIP-7928, EIP-7843. */
  public record Amsterdam(Bytes32 blockAccessListHash, long slotNumber) {}

  public HeaderFields {
    if (logsBloom.size() != LogsBloom.SIZE || nonce.size() != Long.BYTES) {
      throw new IllegalArgumentException("a logs bloom has 256 bytes, a nonce 8");
    }
  }

  /** The header as RLP. */
  public Bytes encode() {
    return RlpWriter.encodeFlatList(
        size(),
        w -> {
          w.bytes(parentHash).bytes(ommersHash).bytes(coinbase.bytes()).bytes(stateRoot);
          w.bytes(transactionsRoot).bytes(receiptsRoot).bytes(logsBloom).uint(difficulty);
          w.uint(number).uint(gasLimit).uint(gasUsed).uint(time);
          w.bytes(extraData).bytes(mixHash).bytes(nonce);
          if (london.isPresent()) {
            write(w, london.get());
          }
        });
  }

  private int size() {
    return FIXED
        + RlpWriter.size(difficulty)
        + RlpWriter.size(number)
        + RlpWriter.size(gasLimit)
        + RlpWriter.size(gasUsed)
        + RlpWriter.size(time)
        + RlpWriter.size(extraData)
        + (london.isPresent() ? size(london.get()) : 0);
  }

  private static int size(London fork) {
    return RlpWriter.size(fork.baseFee)
        + (fork.shanghai.isPresent() ? size(fork.shanghai.get()) : 0);
  }

  private static int size(Shanghai fork) {
    return HASH + (fork.cancun.isPresent() ? size(fork.cancun.get()) : 0);
  }

  private static int size(Cancun fork) {
    return RlpWriter.size(fork.blobGasUsed)
        + RlpWriter.size(fork.excessBlobGas)
        + HASH
        + (fork.prague.isPresent() ? size(fork.prague.get()) : 0);
  }

  private static int size(Prague fork) {
    return HASH + (fork.amsterdam.isPresent() ? size(fork.amsterdam.get()) : 0);
  }

  private static int size(Amsterdam fork) {
    return HASH + RlpWriter.size(fork.slotNumber);
  }

  private static void write(RlpWriter w, London fork) {
    w.uint(fork.baseFee);
    if (fork.shanghai.isPresent()) {
      write(w, fork.shanghai.get());
    }
  }

  private static void write(RlpWriter w, Shanghai fork) {
    w.bytes(fork.withdrawalsRoot);
    if (fork.cancun.isPresent()) {
      write(w, fork.cancun.get());
    }
  }

  private static void write(RlpWriter w, Cancun fork) {
    w.uint(fork.blobGasUsed).uint(fork.excessBlobGas).bytes(fork.parentBeaconRoot);
    if (fork.prague.isPresent()) {
      write(w, fork.prague.get());
    }
  }

  private static void write(RlpWriter w, Prague fork) {
    w.bytes(fork.requestsHash);
    if (fork.amsterdam.isPresent()) {
      Amsterdam last = fork.amsterdam.get();
      w.bytes(last.blockAccessListHash).uint(last.slotNumber);
    }
  }
}

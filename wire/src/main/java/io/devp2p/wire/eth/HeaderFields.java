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
    return RlpWriter.encodeList(w -> {
      w.bytes(parentHash).bytes(ommersHash).bytes(coinbase.bytes()).bytes(stateRoot);
      w.bytes(transactionsRoot).bytes(receiptsRoot).bytes(logsBloom).uint(difficulty);
      w.uint(number).uint(gasLimit).uint(gasUsed).uint(time);
      w.bytes(extraData).bytes(mixHash).bytes(nonce);
      london.ifPresent(fork -> write(w, fork));
    });
  }

  private static void write(RlpWriter w, London fork) {
    w.uint(fork.baseFee);
    fork.shanghai.ifPresent(next -> write(w, next));
  }

  private static void write(RlpWriter w, Shanghai fork) {
    w.bytes(fork.withdrawalsRoot);
    fork.cancun.ifPresent(next -> write(w, next));
  }

  private static void write(RlpWriter w, Cancun fork) {
    w.uint(fork.blobGasUsed).uint(fork.excessBlobGas).bytes(fork.parentBeaconRoot);
    fork.prague.ifPresent(next -> write(w, next));
  }

  private static void write(RlpWriter w, Prague fork) {
    w.bytes(fork.requestsHash);
    fork.amsterdam.ifPresent(last -> w.bytes(last.blockAccessListHash).uint(last.slotNumber));
  }
}

package io.devp2p.wire.tx;

import io.devp2p.wire.eth.AccessListEntry;
import io.devp2p.wire.eth.Address;
import io.devp2p.wire.eth.Transaction;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * What a transaction costs and may have before its first instruction, by fork.
 *
 * @param base of every transaction
 * @param create more, where it creates a contract
 * @param recipient more, where it goes to another account than the sender's (EIP-2780)
 * @param transfer more, where it moves value there (EIP-2780)
 * @param listAddress for each address of the access list
 * @param listKey for each storage key of the access list
 * @param authorization for each authorization
 * @param floorZero the least that is paid for a zero byte of data; 0: there is no floor
 * @param floorNonZero the least that is paid for another byte (EIP-7623, EIP-7976)
 * @param floorList the least that is paid for a byte of the access list (EIP-7981)
 * @param maxInitCode bytes
 * @param maxGas gas limit of a transaction
 * @param maxIntrinsic most that intrinsic cost and floor may be
 * @param highestType of transactions
 * @param blobProofs whether sidecars of version 0 are still there
 */
public record GasSchedule(
    long base,
    long create,
    long recipient,
    long transfer,
    long listAddress,
    long listKey,
    long authorization,
    long floorZero,
    long floorNonZero,
    long floorList,
    int maxInitCode,
    long maxGas,
    long maxIntrinsic,
    int highestType,
    boolean blobProofs) {

  private static final long ZERO_BYTE = 4;
  private static final long NON_ZERO_BYTE = 16; // EIP-2028
  private static final long INIT_WORD = 2; // EIP-3860
  private static final int WORD = 32;
  private static final long NO_CAP = Long.MAX_VALUE;

  /** Cancun: blobs. */
  public static final GasSchedule CANCUN =
      new GasSchedule(
          21_000, 32_000, 0, 0, 2_400, 1_900, 0, 0, 0, 0, 49_152, NO_CAP, NO_CAP, 3, true);

  /** Prague: code of accounts, a floor for data (EIP-7702, EIP-7623). */
  public static final GasSchedule PRAGUE =
      new GasSchedule(
          21_000, 32_000, 0, 0, 2_400, 1_900, 25_000, 10, 40, 0, 49_152, NO_CAP, NO_CAP, 4, true);

  /** Osaka: 2^24 gas for a transaction (EIP-7825), cell proofs (EIP-7594). */
  public static final GasSchedule OSAKA =
      new GasSchedule(
          21_000, 32_000, 0, 0, 2_400, 1_900, 25_000, 10, 40, 0, 49_152, 1 << 24, NO_CAP, 4, false);

  /** Amsterdam (EIP-2780, 7976, 7981, 8037, 8038, 7954). */
  public static final GasSchedule AMSTERDAM =
      new GasSchedule(
          12_000,
          12_000,
          3_000,
          6_000,
          2_900 + 20 * 64,
          2_000 + 32 * 64,
          7_816,
          64,
          64,
          64,
          131_072,
          (1L << 32) - 1,
          1 << 24,
          4,
          false);

  /**
   * Judges a transaction whose fields are in order.
   *
   * @param blockGas gas limit of a block, unsigned
   */
  Optional<Refusal> check(Transaction tx, Address sender, long blockGas) {
    if (tx.type() > highestType) {
      return Optional.of(Refusal.NOT_YET);
    }
    if (tx.to().isEmpty() && tx.input().size() > maxInitCode) {
      return Optional.of(Refusal.INIT_CODE);
    }
    if (Long.compareUnsigned(tx.gas(), maxGas) > 0
        || Long.compareUnsigned(tx.gas(), blockGas) > 0) {
      return Optional.of(Refusal.GAS_LIMIT);
    }
    long needed = Math.max(intrinsic(tx, sender), floor(tx, sender));
    if (needed > maxIntrinsic) {
      return Optional.of(Refusal.GAS_LIMIT);
    }
    return Long.compareUnsigned(tx.gas(), needed) < 0
        ? Optional.of(Refusal.INTRINSIC_GAS)
        : Optional.empty();
  }

  /** What is paid before the first instruction; sizes are bounded, so that it fits. */
  long intrinsic(Transaction tx, Address sender) {
    Bytes input = tx.input();
    long zeros = zeros(input);
    long gas = start(tx, sender) + zeros * ZERO_BYTE + (input.size() - zeros) * NON_ZERO_BYTE;
    if (tx.to().isEmpty()) {
      gas += create(tx) + Math.ceilDiv(input.size(), WORD) * INIT_WORD;
    }
    for (AccessListEntry entry : tx.accessList()) {
      gas += listAddress + entry.storageKeys().size() * listKey;
    }
    return gas + tx.authorizations().size() * authorization;
  }

  /** The least that is paid, however little is computed; 0 where there is no floor. */
  long floor(Transaction tx, Address sender) {
    if (floorNonZero == 0) {
      return 0;
    }
    long zeros = zeros(tx.input());
    long gas = start(tx, sender) + zeros * floorZero + (tx.input().size() - zeros) * floorNonZero;
    for (AccessListEntry entry : tx.accessList()) {
      gas += (Address.SIZE + (long) entry.storageKeys().size() * WORD) * floorList;
    }
    return gas;
  }

  /** From EIP-2780 on, what a creation costs belongs to the base, so the floor has it too. */
  private long start(Transaction tx, Address sender) {
    if (recipient == 0) {
      return base;
    }
    if (tx.to().isEmpty()) {
      return base + create;
    }
    boolean toItself = tx.to().get().equals(sender);
    return toItself ? base : base + recipient + (tx.value().isZero() ? 0 : transfer);
  }

  private long create(Transaction tx) {
    return recipient == 0 && tx.to().isEmpty() ? create : 0;
  }

  private static long zeros(Bytes input) {
    long zeros = 0;
    for (byte b : input.toArrayUnsafe()) {
      zeros += b == 0 ? 1 : 0;
    }
    return zeros;
  }
}

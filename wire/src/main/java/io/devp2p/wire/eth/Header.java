package io.devp2p.wire.eth;

import io.devp2p.core.Violation;
import io.devp2p.core.crypto.Keccak;
import io.devp2p.core.rlp.RlpReader;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.units.bigints.UInt256;

/**
 * The header of a block (Yellow Paper, 4.4): its encoding, and where in it each element lies.
 * Elements of forks that are not known here are kept. Immutable; equal by encoding.
 */
public final class Header {

  /** Bytes of the smallest header: fixed elements, and the integers and the extra data empty. */
  static final int SMALLEST = 496;

  private static final int LONDON = 16;
  private static final int SHANGHAI = 17;
  private static final int CANCUN = 20;
  private static final int PRAGUE = 21;
  private static final int AMSTERDAM = 23;

  /** How an element is encoded: an integer of so many bytes, any bytes, or so many bytes. */
  private static final int UINT64 = -Long.BYTES;

  private static final int UINT256 = -32;
  private static final int ANY = 0;

  private static final int PARENT_HASH = 0;
  private static final int OMMERS_HASH = 1;
  private static final int COINBASE = 2;
  private static final int STATE_ROOT = 3;
  private static final int TRANSACTIONS_ROOT = 4;
  private static final int RECEIPTS_ROOT = 5;
  private static final int LOGS_BLOOM = 6;
  private static final int DIFFICULTY = 7;
  private static final int NUMBER = 8;
  private static final int GAS_LIMIT = 9;
  private static final int GAS_USED = 10;
  private static final int TIME = 11;
  private static final int EXTRA_DATA = 12;
  private static final int MIX_HASH = 13;
  private static final int NONCE = 14;
  private static final int BASE_FEE = 15;
  private static final int WITHDRAWALS_ROOT = 16;
  private static final int BLOB_GAS_USED = 17;
  private static final int EXCESS_BLOB_GAS = 18;
  private static final int PARENT_BEACON_ROOT = 19;
  private static final int REQUESTS_HASH = 20;
  private static final int BLOCK_ACCESS_LIST_HASH = 21;
  private static final int SLOT_NUMBER = 22;

  private static final int[] FORMS = forms();

  private final byte[] encoding;

  // Where each element begins, and behind the last known one the end.
  private final int[] at;
  private final int elements;
  private volatile Optional<Bytes32> hash = Optional.empty();

  private Header(byte[] encoding, int[] at, int elements) {
    this.encoding = encoding;
    this.at = at;
    this.elements = elements;
  }

  /** The form of each element. */
  private static int[] forms() {
    int[] forms = new int[AMSTERDAM];
    Arrays.fill(forms, Bytes32.SIZE);
    forms[COINBASE] = Address.SIZE;
    forms[LOGS_BLOOM] = LogsBloom.SIZE;
    forms[NONCE] = Long.BYTES;
    forms[EXTRA_DATA] = ANY;
    forms[DIFFICULTY] = UINT256;
    forms[BASE_FEE] = UINT256;
    for (int integer :
        List.of(NUMBER, GAS_LIMIT, GAS_USED, TIME, BLOB_GAS_USED, EXCESS_BLOB_GAS, SLOT_NUMBER)) {
      forms[integer] = UINT64;
    }
    return forms;
  }

  /**
   * Reads a header.
   *
   * @param encoding its RLP; not copied, so it must not change
   * @throws Violation of {@link BlockRule#HEADER_FIELDS} or an RLP rule
   */
  public static Header decode(Bytes encoding) {
    byte[] bytes = encoding.toArrayUnsafe();
    RlpReader outer = RlpReader.of(bytes);
    RlpReader in = outer.list();
    outer.end();
    int[] at = new int[AMSTERDAM + 1];
    int elements = 0;
    while (elements < AMSTERDAM && !in.isAtEnd()) {
      at[elements] = in.position();
      skip(in, FORMS[elements]);
      elements++;
    }
    at[elements] = in.position();
    boolean ofSomeFork =
        switch (elements) {
          case LONDON - 1, LONDON, SHANGHAI, CANCUN, PRAGUE, AMSTERDAM -> true;
          default -> false;
        };
    Violation.unless(ofSomeFork, BlockRule.HEADER_FIELDS);
    while (!in.isAtEnd()) {
      in.skip();
    }
    return new Header(bytes, at, elements);
  }

  private static void skip(RlpReader in, int form) {
    if (form > 0) {
      in.skipBytes(form);
    } else if (form < 0) {
      in.skipInteger(-form);
    } else {
      in.skipBytes(in.nextLength());
    }
  }

  /** The RLP. */
  public Bytes encoding() {
    return Bytes.wrap(encoding);
  }

  /** The hash of the block. */
  public Bytes32 hash() {
    Optional<Bytes32> known = hash;
    if (known.isEmpty()) {
      known = Optional.of(Keccak.hash(encoding, 0, encoding.length));
      hash = known;
    }
    return known.get();
  }

  public Bytes32 parentHash() {
    return bytes32(PARENT_HASH);
  }

  public Bytes32 ommersHash() {
    return bytes32(OMMERS_HASH);
  }

  public Address coinbase() {
    return new Address(bytes(COINBASE));
  }

  public Bytes32 stateRoot() {
    return bytes32(STATE_ROOT);
  }

  public Bytes32 transactionsRoot() {
    return bytes32(TRANSACTIONS_ROOT);
  }

  public Bytes32 receiptsRoot() {
    return bytes32(RECEIPTS_ROOT);
  }

  /** 256 bytes. */
  public Bytes logsBloom() {
    return bytes(LOGS_BLOOM);
  }

  public UInt256 difficulty() {
    return UInt256.fromBytes(bytes(DIFFICULTY));
  }

  /** Unsigned. */
  public long number() {
    return uint64(NUMBER);
  }

  /** Unsigned. */
  public long gasLimit() {
    return uint64(GAS_LIMIT);
  }

  /** Unsigned. */
  public long gasUsed() {
    return uint64(GAS_USED);
  }

  /** Seconds since 1970, unsigned. */
  public long time() {
    return uint64(TIME);
  }

  public Bytes extraData() {
    return bytes(EXTRA_DATA);
  }

  public Bytes32 mixHash() {
    return bytes32(MIX_HASH);
  }

  /** 8 bytes. */
  public Bytes nonce() {
    return bytes(NONCE);
  }

  /** From London on. */
  public Optional<UInt256> baseFee() {
    return has(BASE_FEE) ? Optional.of(UInt256.fromBytes(bytes(BASE_FEE))) : Optional.empty();
  }

  /** From Shanghai on. */
  public Optional<Bytes32> withdrawalsRoot() {
    return optional32(WITHDRAWALS_ROOT);
  }

  /** From Cancun on; unsigned. */
  public OptionalLong blobGasUsed() {
    return optional64(BLOB_GAS_USED);
  }

  /** From Cancun on; unsigned. */
  public OptionalLong excessBlobGas() {
    return optional64(EXCESS_BLOB_GAS);
  }

  /** From Cancun on. */
  public Optional<Bytes32> parentBeaconRoot() {
    return optional32(PARENT_BEACON_ROOT);
  }

  /** From Prague on. */
  public Optional<Bytes32> requestsHash() {
    return optional32(REQUESTS_HASH);
  }

  /** From Amsterdam on. */
  public Optional<Bytes32> blockAccessListHash() {
    return optional32(BLOCK_ACCESS_LIST_HASH);
  }

  /** From Amsterdam on; unsigned. */
  public OptionalLong slotNumber() {
    return optional64(SLOT_NUMBER);
  }

  /** What follows the elements that are known here, as RLP items; mostly empty. */
  public Bytes unknownElements() {
    return Bytes.wrap(Arrays.copyOfRange(encoding, at[elements], encoding.length));
  }

  private boolean has(int element) {
    return element < elements;
  }

  private Optional<Bytes32> optional32(int element) {
    return has(element) ? Optional.of(bytes32(element)) : Optional.empty();
  }

  private OptionalLong optional64(int element) {
    return has(element) ? OptionalLong.of(uint64(element)) : OptionalLong.empty();
  }

  private Bytes32 bytes32(int element) {
    return Bytes32.wrap(Arrays.copyOfRange(encoding, at[element] + 1, at[element] + 33));
  }

  private Bytes bytes(int element) {
    return Bytes.wrap(Arrays.copyOfRange(encoding, payload(element), at[element + 1]));
  }

  private long uint64(int element) {
    long value = 0;
    for (int i = payload(element); i < at[element + 1]; i++) {
      value = value << 8 | encoding[i] & 0xff;
    }
    return value;
  }

  /** Where the content of an element begins, behind its prefix. */
  private int payload(int element) {
    int first = encoding[at[element]] & 0xff;
    int prefix = first < 0x80 ? 0 : first < 0xb8 ? 1 : 1 + first - 0xb7;
    return at[element] + prefix;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Header header && Arrays.equals(encoding, header.encoding);
  }

  @Override
  public int hashCode() {
    return hash().hashCode();
  }

  /** Number and hash. */
  @Override
  public String toString() {
    return "Header[" + Long.toUnsignedString(number()) + " " + hash() + "]";
  }
}

package io.devp2p.wire.eth;

import io.devp2p.core.Violation;
import io.devp2p.core.crypto.CryptoRule;
import io.devp2p.core.crypto.Keccak;
import io.devp2p.core.crypto.Signatures;
import io.devp2p.core.rlp.RlpReader;
import io.devp2p.core.rlp.RlpRule;
import io.devp2p.core.rlp.RlpWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.units.bigints.UInt256;

/**
 * A transaction of type 0 to 4 (EIP-2718, 155, 2930, 1559, 4844, 7702): its consensus encoding, and
 * where in it each field lies. Immutable; equal by encoding.
 *
 * <p>In messages and in block bodies a transaction of type 0 is an RLP list, another one a byte
 * string of type and payload: its network form.
 */
public final class Transaction {

  /** With an access list (EIP-2930). */
  public static final int ACCESS_LIST = 1;

  /** With a fee cap and a tip (EIP-1559). */
  public static final int FEE_MARKET = 2;

  /** With blobs (EIP-4844). */
  public static final int BLOB = 3;

  /** That sets code (EIP-7702). */
  public static final int SET_CODE = 4;

  /** The highest type that there is. */
  static final int MAX_TYPE = SET_CODE;

  /** No transaction has fewer bytes: what a list of them is counted against (go-ethereum). */
  static final int SMALLEST = 10;

  /** Half the order of secp256k1: a higher s is another form of the same signature (EIP-2). */
  static final UInt256 HIGHEST_S =
      UInt256.fromHexString("0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0");

  private final byte[] encoding;
  private final int type;

  // Where each field begins, by place; 0 = the type does not have it.
  private final int[] at;
  private volatile Optional<Bytes32> hash = Optional.empty();

  private Transaction(byte[] encoding, int type, int[] at) {
    this.encoding = encoding;
    this.type = type;
    this.at = at;
  }

  /**
   * Reads a transaction.
   *
   * @param encoding list, or type and payload; not copied, so it must not change
   * @throws Violation of {@link TransactionRule#TX_TYPE}, {@link TransactionRule#TX_TO} or an RLP
   *     rule
   */
  public static Transaction decode(Bytes encoding) {
    byte[] bytes = encoding.toArrayUnsafe();
    RlpReader outer = RlpReader.of(bytes);
    int type = 0;
    if (!outer.nextIsList()) {
      type = bytes[0];
      Violation.unless(type >= ACCESS_LIST && type <= MAX_TYPE, TransactionRule.TX_TYPE);
      outer.skip();
    }
    RlpReader in = outer.list();
    outer.end();
    int[] at = new int[TransactionField.COUNT];
    for (TransactionField field : TransactionField.layout(type)) {
      at[field.place()] = in.position();
      field.skip(in, type);
    }
    in.end();
    return new Transaction(bytes, type, at);
  }

  /** Reads a transaction in its network form; blob transactions without sidecar. */
  public static Transaction ofNetworkForm(Bytes form) {
    return decode(consensusForm(form));
  }

  /**
   * The type of a transaction in its network form, of which nothing else is looked at.
   *
   * @throws Violation of an RLP rule
   */
  public static int typeOf(Bytes networkForm) {
    RlpReader in = RlpReader.of(networkForm);
    if (in.nextIsList()) {
      return 0;
    }
    Violation.unless(in.nextLength() > 0, RlpRule.RLP_WRONG_LENGTH);
    return networkForm.get(networkForm.size() - in.nextLength()) & 0xff;
  }

  static Bytes consensusForm(Bytes networkForm) {
    RlpReader in = RlpReader.of(networkForm);
    Bytes form = in.nextIsList() ? in.raw() : in.bytes();
    in.end();
    Violation.unless(!form.isEmpty(), RlpRule.RLP_WRONG_LENGTH);
    return form;
  }

  /** List, or type and payload. */
  public Bytes encoding() {
    return Bytes.wrap(encoding);
  }

  /** As in messages and block bodies. */
  public Bytes networkForm() {
    return type == 0 ? encoding() : RlpWriter.encode(w -> w.bytes(encoding()));
  }

  /** 0 to 4. */
  public int type() {
    return type;
  }

  /** Bytes of the encoding: what announcements say of it, unless it has blobs. */
  public int size() {
    return encoding.length;
  }

  /** The hash that names it. */
  public Bytes32 hash() {
    Optional<Bytes32> known = hash;
    if (known.isEmpty()) {
      known = Optional.of(Keccak.hash(encoding, 0, encoding.length));
      hash = known;
    }
    return known.get();
  }

  /** The chain that it is for; empty for one of type 0 that does not say it. */
  public Optional<UInt256> chainId() {
    if (type != 0) {
      return Optional.of(uint256(TransactionField.CHAIN_ID));
    }
    UInt256 v = uint256(TransactionField.V);
    return v.compareTo(UInt256.valueOf(35)) >= 0
        ? Optional.of(v.subtract(35).divide(2))
        : Optional.empty();
  }

  /** Unsigned. */
  public long nonce() {
    return field(TransactionField.NONCE).uint64();
  }

  /** The most that is paid for a unit of gas, in wei: gas price or fee cap. */
  public UInt256 maxFee() {
    return uint256(type < FEE_MARKET ? TransactionField.GAS_PRICE : TransactionField.MAX_FEE);
  }

  /** The most of it that is for who makes the block, in wei: gas price or tip. */
  public UInt256 maxPriorityFee() {
    return uint256(
        type < FEE_MARKET ? TransactionField.GAS_PRICE : TransactionField.MAX_PRIORITY_FEE);
  }

  /** Unsigned. */
  public long gas() {
    return field(TransactionField.GAS).uint64();
  }

  /** Empty where it creates a contract. */
  public Optional<Address> to() {
    Bytes to = field(TransactionField.TO).bytes();
    return to.isEmpty() ? Optional.empty() : Optional.of(new Address(to));
  }

  /** In wei. */
  public UInt256 value() {
    return uint256(TransactionField.VALUE);
  }

  /** Call data, or init code. */
  public Bytes input() {
    return field(TransactionField.INPUT).bytes();
  }

  /** Empty for type 0. */
  public List<AccessListEntry> accessList() {
    return has(TransactionField.ACCESS_LIST)
        ? AccessListEntry.readList(field(TransactionField.ACCESS_LIST).list())
        : List.of();
  }

  /** The most that is paid for a unit of blob gas, in wei; zero but for type 3. */
  public UInt256 maxBlobFee() {
    return has(TransactionField.MAX_BLOB_FEE)
        ? uint256(TransactionField.MAX_BLOB_FEE)
        : UInt256.ZERO;
  }

  /** The versioned hashes of its blobs; empty but for type 3. */
  public List<Bytes32> blobHashes() {
    return has(TransactionField.BLOB_HASHES)
        ? EthCodec.readHashes(field(TransactionField.BLOB_HASHES).list(), Integer.MAX_VALUE)
        : List.of();
  }

  /** Empty but for type 4. */
  public List<Authorization> authorizations() {
    return has(TransactionField.AUTHORIZATIONS)
        ? Authorization.readList(field(TransactionField.AUTHORIZATIONS).list())
        : List.of();
  }

  /** v of type 0; the y parity of others. */
  public UInt256 v() {
    return uint256(TransactionField.V);
  }

  public UInt256 r() {
    return uint256(TransactionField.R);
  }

  public UInt256 s() {
    return uint256(TransactionField.S);
  }

  /**
   * Refuses what no state of a chain makes valid. Without the curve: who is a sender is told by
   * {@link #sender}. What a fork allows of gas and code is not judged here.
   *
   * @param chainId of the chain that it is to be for
   * @throws Violation of a {@link TransactionRule}
   */
  public void check(UInt256 chainId) {
    TransactionCheck.check(this, chainId);
  }

  /** What is signed. */
  public Bytes32 signingHash() {
    int start = at[TransactionField.layout(type).getFirst().place()];
    Bytes unsigned =
        Bytes.wrap(Arrays.copyOfRange(encoding, start, at[TransactionField.V.place()]));
    if (type != 0) {
      return Keccak.hash(Bytes.of(type), RlpWriter.encodeList(w -> w.raw(unsigned)));
    }
    Optional<UInt256> chain = chainId();
    return Keccak.hash(
        RlpWriter.encodeList(w -> {
          w.raw(unsigned);
          chain.ifPresent(id -> w.uint(id).uint(0).uint(0));
        }));
  }

  /**
   * Who signed it. Costs about a quarter of a millisecond: check everything cheaper first.
   *
   * @throws Violation {@link TransactionRule#TX_SIGNATURE} or {@link TransactionRule#TX_V}
   */
  public Address sender() {
    return signer(signingHash(), r(), s(), yParity());
  }

  /** 0 or 1, whatever the form of v. */
  int yParity() {
    UInt256 v = v();
    if (type != 0) {
      Violation.unless(v.fitsInt() && v.intValue() <= 1, TransactionRule.TX_V);
      return v.intValue();
    }
    int lowest = chainId().isPresent() ? 35 : 27;
    boolean is = lowest == 35 || v.equals(UInt256.valueOf(27)) || v.equals(UInt256.valueOf(28));
    Violation.unless(is, TransactionRule.TX_V);
    return v.subtract(lowest).toBytes().get(31) & 1;
  }

  static Address signer(Bytes32 hash, UInt256 r, UInt256 s, int yParity) {
    Violation.unless(yParity <= 1, TransactionRule.TX_V);
    Violation.unless(s.compareTo(HIGHEST_S) <= 0, TransactionRule.TX_SIGNATURE);
    try {
      return Address.of(
          Signatures.recover(hash, Bytes.concatenate(r.toBytes(), s.toBytes(), Bytes.of(yParity))));
    } catch (Violation invalid) {
      throw invalid.rule() == CryptoRule.SIGNATURE_INVALID
          ? new Violation(TransactionRule.TX_SIGNATURE)
          : invalid;
    }
  }

  private boolean has(TransactionField field) {
    return at[field.place()] != 0;
  }

  /** A reader that stands before a field: all have been read once, so none is wrong. */
  private RlpReader field(TransactionField field) {
    return RlpReader.of(encoding, at[field.place()]);
  }

  private UInt256 uint256(TransactionField field) {
    return field(field).uint256();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Transaction tx && Arrays.equals(encoding, tx.encoding);
  }

  @Override
  public int hashCode() {
    return hash().hashCode();
  }

  /** Type and hash. */
  @Override
  public String toString() {
    return "Transaction[type " + type + " " + hash() + "]";
  }
}

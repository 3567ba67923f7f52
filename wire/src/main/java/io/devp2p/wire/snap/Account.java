package io.devp2p.wire.snap;

import io.devp2p.core.Violation;
import io.devp2p.core.crypto.Keccak;
import io.devp2p.core.rlp.RlpReader;
import io.devp2p.core.rlp.RlpWriter;
import io.devp2p.wire.trie.Trie;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.units.bigints.UInt256;

/**
 * An account of the state (Yellow Paper, 4.1).
 *
 * @param nonce unsigned
 * @param storageRoot of the trie of its storage
 * @param codeHash keccak256 of its code
 */
public record Account(long nonce, UInt256 balance, Bytes32 storageRoot, Bytes32 codeHash) {

  /** The hash of no code. */
  public static final Bytes32 NO_CODE = Keccak.hash(Bytes.EMPTY);

  /** What an account that is not in the state counts as: all zero and empty (EIP-161). */
  public static final Account ABSENT = new Account(0, UInt256.ZERO, Trie.EMPTY_ROOT, NO_CODE);

  /** Whether its storage holds anything. */
  public boolean hasStorage() {
    return !storageRoot.equals(Trie.EMPTY_ROOT);
  }

  /** Whether it has code. */
  public boolean hasCode() {
    return !codeHash.equals(NO_CODE);
  }

  /** Its RLP as the value of its leaf in the account trie. */
  public Bytes encode() {
    return RlpWriter.encodeList(
        w -> w.uint(nonce).uint(balance).bytes(storageRoot).bytes(codeHash));
  }

  /**
   * Its RLP in the slim form of snap, in which neither the root of empty storage nor the hash of no
   * code is written.
   */
  public Bytes encodeSlim() {
    return RlpWriter.encodeList(w ->
        w.uint(nonce)
            .uint(balance)
            .bytes(hasStorage() ? storageRoot : Bytes.EMPTY)
            .bytes(hasCode() ? codeHash : Bytes.EMPTY));
  }

  /**
   * Reads the value of a leaf.
   *
   * @throws Violation of an RLP rule
   */
  public static Account decode(Bytes encoded) {
    RlpReader in = RlpReader.list(encoded);
    Account account = new Account(in.uint64(), in.uint256(), in.bytes32(), in.bytes32());
    in.end();
    return account;
  }

  /**
   * Reads the slim form, of which no element is left out: a list, or as the specification has it a
   * byte string around it.
   *
   * @throws Violation of an RLP rule
   */
  static Account readSlim(RlpReader entry) {
    RlpReader in = entry.nextIsList() ? entry.list() : RlpReader.list(entry.bytes());
    Account account =
        new Account(in.uint64(), in.uint256(), hashOr(in, Trie.EMPTY_ROOT), hashOr(in, NO_CODE));
    in.end();
    return account;
  }

  private static Bytes32 hashOr(RlpReader in, Bytes32 ifEmpty) {
    if (in.nextLength() == 0) {
      in.bytes(0);
      return ifEmpty;
    }
    return in.bytes32();
  }
}

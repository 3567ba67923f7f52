package io.devp2p.wire.eth;

import io.devp2p.core.crypto.Keccak;
import io.devp2p.core.rlp.RlpReader;
import io.devp2p.core.rlp.RlpWriter;
import java.util.ArrayList;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.units.bigints.UInt256;

/**
 * An authorization to set the code of an account (EIP-7702).
 *
 * @param chainId 0 = any chain
 * @param address whose code it is to be
 * @param nonce unsigned
 * @param yParity 0 to 255, of which only 0 and 1 are valid
 */
public record Authorization(
    UInt256 chainId, Address address, long nonce, int yParity, UInt256 r, UInt256 s) {

  private static final Bytes MAGIC = Bytes.of(0x05);
  private static final int MAX_Y_PARITY = 255;

  /** What is signed. */
  public Bytes32 signingHash() {
    return Keccak.hash(
        MAGIC, RlpWriter.encodeList(w -> w.uint(chainId).bytes(address.bytes()).uint(nonce)));
  }

  /**
   * The account that authorized it.
   *
   * @throws io.devp2p.core.Violation {@link TransactionRule#TX_SIGNATURE} or {@link
   *     TransactionRule#TX_V}
   */
  public Address authority() {
    return Transaction.signer(signingHash(), r, s, yParity);
  }

  static void skip(RlpReader list) {
    RlpReader in = list.list();
    in.skipInteger(32);
    in.skipBytes(Address.SIZE);
    in.skipInteger(Long.BYTES);
    in.skipInteger(1);
    in.skipInteger(32);
    in.skipInteger(32);
    in.end();
  }

  static List<Authorization> readList(RlpReader in) {
    List<Authorization> list = new ArrayList<>();
    while (!in.isAtEnd()) {
      RlpReader one = in.list();
      list.add(
          new Authorization(
              one.uint256(),
              new Address(one.bytes(Address.SIZE)),
              one.uint64(),
              one.uint(MAX_Y_PARITY),
              one.uint256(),
              one.uint256()));
      one.end();
    }
    return list;
  }

  void write(RlpWriter out) {
    out.list(w -> w.uint(chainId).bytes(address.bytes()).uint(nonce).uint(yParity).uint(r).uint(s));
  }
}

/** Keys, Keccak, strict RLP, node records, fork ids and the contract of sans-IO machines. */
@SuppressWarnings("requires-transitive-automatic")
module io.devp2p.core {
  requires org.bouncycastle.provider;
  requires static transitive org.jspecify;
  requires transitive tuweni.bytes;
  requires transitive tuweni.units;

  uses io.devp2p.core.crypto.Secp256k1;

  exports io.devp2p.core;
  exports io.devp2p.core.crypto;
  exports io.devp2p.core.machine;
  exports io.devp2p.core.node;
  exports io.devp2p.core.rlp;
}

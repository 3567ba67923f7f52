/** libsecp256k1 behind the curve of core, where Java and the platform allow it. */
module io.devp2p.nativecrypto {
  requires io.devp2p.core;
  requires static org.jspecify;

  provides io.devp2p.core.crypto.Secp256k1 with
      io.devp2p.nativecrypto.LibSecp256k1;
}

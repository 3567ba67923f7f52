/** secp256k1 keys, Keccak-256 and HKDF; the only package that touches Bouncy Castle. */
@NullMarked
package io.devp2p.core.crypto;

import org.jspecify.annotations.NullMarked;

/** RLPx (devp2p rlpx.md, EIP-8) without I/O: the handshake, its secrets, and frames. */
@NullMarked
package io.devp2p.rlpx;

import org.jspecify.annotations.NullMarked;

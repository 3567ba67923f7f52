/** The base protocol p2p v5 (devp2p rlpx.md, EIP-706): messages, codec and machine. */
@NullMarked
package io.devp2p.wire.p2p;

import org.jspecify.annotations.NullMarked;

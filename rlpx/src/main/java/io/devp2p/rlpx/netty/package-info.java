/** RLPx on a Netty channel: one handler, as TLS has one. */
@NullMarked
package io.devp2p.rlpx.netty;

import org.jspecify.annotations.NullMarked;

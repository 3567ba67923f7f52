/** The TCP port of a host: channels in, channels out. */
@NullMarked
package io.devp2p.wire.netty;

import org.jspecify.annotations.NullMarked;

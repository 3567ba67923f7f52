/** The UDP port: channel, loop, clock and timer of the machine. */
@NullMarked
package io.devp2p.discovery.netty;

import org.jspecify.annotations.NullMarked;

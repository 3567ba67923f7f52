/** Laboratory nodes that misbehave below the level of a host. */
@NullMarked
package io.devp2p.lab.netty;

import org.jspecify.annotations.NullMarked;

/** Real servers on loopback that clients are tested against. */
@NullMarked
package io.devp2p.testkit.netty;

import org.jspecify.annotations.NullMarked;

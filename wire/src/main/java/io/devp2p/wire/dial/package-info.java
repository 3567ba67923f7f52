/** Whom to dial, whom to let in, whom to keep out: machines without sockets. */
@NullMarked
package io.devp2p.wire.dial;

import org.jspecify.annotations.NullMarked;

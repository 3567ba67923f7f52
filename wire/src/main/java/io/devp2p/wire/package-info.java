/** Sessions with peers over TCP: hosts, peers, and the protocols they offer. */
@NullMarked
package io.devp2p.wire;

import org.jspecify.annotations.NullMarked;

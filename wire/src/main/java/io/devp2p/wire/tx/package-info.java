/** Transactions that are in no block yet: the pool, and the machines of their gossip. */
@NullMarked
package io.devp2p.wire.tx;

import org.jspecify.annotations.NullMarked;

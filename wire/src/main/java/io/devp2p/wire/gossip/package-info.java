/**
 * The gossip of transactions on real connections: threads, clocks and futures around the machines.
 */
@NullMarked
package io.devp2p.wire.gossip;

import org.jspecify.annotations.NullMarked;

/** Node Discovery v5.1 (devp2p discv5/discv5-wire.md). */
@NullMarked
package io.devp2p.discovery.v5;

import org.jspecify.annotations.NullMarked;

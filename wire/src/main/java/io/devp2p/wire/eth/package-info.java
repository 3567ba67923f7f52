/** The Status exchange of eth/68 to eth/72 (devp2p caps/eth.md). */
@NullMarked
package io.devp2p.wire.eth;

import org.jspecify.annotations.NullMarked;

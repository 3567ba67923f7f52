/** eth/68 to eth/72, asked and served, and views of what it carries (devp2p caps/eth.md). */
@NullMarked
package io.devp2p.wire.eth;

import org.jspecify.annotations.NullMarked;

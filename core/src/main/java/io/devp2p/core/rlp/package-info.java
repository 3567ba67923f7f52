/** Strict, canonical, bounded RLP (Yellow Paper, appendix B). */
@NullMarked
package io.devp2p.core.rlp;

import org.jspecify.annotations.NullMarked;

/** Merkle-Patricia tries (Yellow Paper, appendix D): read, changed, built, and proved by ranges. */
@NullMarked
package io.devp2p.wire.trie;

import org.jspecify.annotations.NullMarked;

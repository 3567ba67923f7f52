/** One file of items that are found by what they are the hash of. */
@NullMarked
package io.devp2p.node.store;

import org.jspecify.annotations.NullMarked;

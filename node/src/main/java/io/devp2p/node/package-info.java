/** A node without an EVM: what it holds it has verified, and what it does not hold it says so. */
@NullMarked
package io.devp2p.node;

import org.jspecify.annotations.NullMarked;

/** States: made of accounts, and of other states and what blocks changed. */
@NullMarked
package io.devp2p.node.state;

import org.jspecify.annotations.NullMarked;

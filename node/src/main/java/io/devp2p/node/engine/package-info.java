/** The Engine API: what a consensus client tells a node. */
@NullMarked
package io.devp2p.node.engine;

import org.jspecify.annotations.NullMarked;

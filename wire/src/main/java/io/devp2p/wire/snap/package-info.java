/**
 * snap/1 and snap/2: parts of the state, asked for with proofs and served (devp2p caps/snap.md).
 */
@NullMarked
package io.devp2p.wire.snap;

import org.jspecify.annotations.NullMarked;

/** Commitments of blobs by native code. */
@NullMarked
package io.devp2p.kzg;

import org.jspecify.annotations.NullMarked;

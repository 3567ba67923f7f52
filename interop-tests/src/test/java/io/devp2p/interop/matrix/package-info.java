/** Tests of the tables themselves. */
@NullMarked
package io.devp2p.interop.matrix;

import org.jspecify.annotations.NullMarked;

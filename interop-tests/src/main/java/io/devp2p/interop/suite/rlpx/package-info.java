/** The cases of RLPx. */
@NullMarked
package io.devp2p.interop.suite.rlpx;

import org.jspecify.annotations.NullMarked;

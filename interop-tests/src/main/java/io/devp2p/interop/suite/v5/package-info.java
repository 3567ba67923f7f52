/** The cases of discv5. */
@NullMarked
package io.devp2p.interop.suite.v5;

import org.jspecify.annotations.NullMarked;

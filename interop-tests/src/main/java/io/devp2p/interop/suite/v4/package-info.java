/** The cases of discv4. */
@NullMarked
package io.devp2p.interop.suite.v4;

import org.jspecify.annotations.NullMarked;

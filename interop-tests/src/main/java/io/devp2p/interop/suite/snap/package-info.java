/** The cases of snap. */
@NullMarked
package io.devp2p.interop.suite.snap;

import org.jspecify.annotations.NullMarked;

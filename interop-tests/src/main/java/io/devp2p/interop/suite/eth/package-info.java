/** The cases of eth. */
@NullMarked
package io.devp2p.interop.suite.eth;

import org.jspecify.annotations.NullMarked;

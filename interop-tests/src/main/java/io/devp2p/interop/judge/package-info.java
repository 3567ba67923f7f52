/** The suites of others, which alone are independent of us. */
@NullMarked
package io.devp2p.interop.judge;

import org.jspecify.annotations.NullMarked;

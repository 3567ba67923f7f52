/** Suites of cases that judge any node, and how they are run. */
@NullMarked
package io.devp2p.interop.suite;

import org.jspecify.annotations.NullMarked;

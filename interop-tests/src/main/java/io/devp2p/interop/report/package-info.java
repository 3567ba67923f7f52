/** What a run of suites has seen, in the forms that people and machines read. */
@NullMarked
package io.devp2p.interop.report;

import org.jspecify.annotations.NullMarked;

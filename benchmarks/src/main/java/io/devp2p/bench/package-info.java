/** What things cost, beside what their parts cost in the same run. */
@NullMarked
package io.devp2p.bench;

import org.jspecify.annotations.NullMarked;

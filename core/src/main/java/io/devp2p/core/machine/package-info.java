/** The contract of sans-IO protocol machines: time and bytes in, effects out. */
@NullMarked
package io.devp2p.core.machine;

import org.jspecify.annotations.NullMarked;

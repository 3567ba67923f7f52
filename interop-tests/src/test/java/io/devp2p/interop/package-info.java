/** Our code against reference peers. */
@NullMarked
package io.devp2p.interop;

import org.jspecify.annotations.NullMarked;

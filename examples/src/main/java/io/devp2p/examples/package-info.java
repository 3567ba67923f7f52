/** Small programs to copy from. */
@NullMarked
package io.devp2p.examples;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.devp2p.interop.suite;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.devp2p.interop.judge;

import org.jspecify.annotations.NullMarked;

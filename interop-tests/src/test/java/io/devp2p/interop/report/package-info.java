@NullMarked
package io.devp2p.interop.report;

import org.jspecify.annotations.NullMarked;

/** Tests of the adapters themselves. */
@NullMarked
package io.devp2p.interop.peers;

import org.jspecify.annotations.NullMarked;

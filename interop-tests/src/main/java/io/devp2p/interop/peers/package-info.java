/** Reference peers: how they are provided, and adapters that run them as child processes. */
@NullMarked
package io.devp2p.interop.peers;

import org.jspecify.annotations.NullMarked;

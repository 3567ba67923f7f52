/** Discovery of nodes over UDP: discv4 and discv5 on one port, one table, one lookup. */
@NullMarked
package io.devp2p.discovery;

import org.jspecify.annotations.NullMarked;

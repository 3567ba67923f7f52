/** What a suite says to a node, byte by byte, over real sockets, and what it hears. */
@NullMarked
package io.devp2p.interop.dialogue;

import org.jspecify.annotations.NullMarked;

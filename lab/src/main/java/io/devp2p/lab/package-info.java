/** Laboratory networks on loopback, with real sockets, whose truth is known. */
@NullMarked
package io.devp2p.lab;

import org.jspecify.annotations.NullMarked;

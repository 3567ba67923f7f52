/** A simulated network in virtual time, in which machines run as they do in production. */
@NullMarked
package io.devp2p.testkit;

import org.jspecify.annotations.NullMarked;

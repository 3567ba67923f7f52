/** The machine that composes discv4, discv5, the table and the lookups on one port. */
@NullMarked
package io.devp2p.discovery.machine;

import org.jspecify.annotations.NullMarked;

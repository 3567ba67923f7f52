/** Candidates of many sources, mixed fairly. */
@NullMarked
package io.devp2p.discovery.candidates;

import org.jspecify.annotations.NullMarked;

/** A census of a network: what is found, visited, counted and written as a node set. */
@NullMarked
package io.devp2p.crawler;

import org.jspecify.annotations.NullMarked;

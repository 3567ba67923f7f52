/** A node of ours with one fault that has a name: what a suite must be able to catch. */
@NullMarked
package io.devp2p.lab.fault;

import org.jspecify.annotations.NullMarked;

/** Simulated networks of the shipped discovery machines, in virtual time. */
@org.jspecify.annotations.NullMarked
package io.devp2p.lab.sim;

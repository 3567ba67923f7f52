/**
 * Benchmarks of what is not public in rlpx; on the class path, as tests are. Not null-marked, for
 * JMH.
 */
package io.devp2p.rlpx;

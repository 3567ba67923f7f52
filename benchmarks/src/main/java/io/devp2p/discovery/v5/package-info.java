/**
 * Benchmarks of what is not public in discovery; on the class path, as tests are. Not null-marked,
 * for JMH.
 */
package io.devp2p.discovery.v5;

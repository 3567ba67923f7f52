/**
 * What things cost, beside what their parts cost in the same run. Not null-marked: JMH fills the
 * fields of a state after its constructor.
 */
package io.devp2p.bench;

package io.devp2p.discovery;

import java.net.InetSocketAddress;

/**
 * The answer to a ping.
 *
 * @param rttNanos time from the packet that was answered to its answer, in nanoseconds
 * @param seq sequence number of the node's record, unsigned, 0 if it did not tell
 * @param observed our own address as the node sees it
 */
public record Pinged(long rttNanos, long seq, InetSocketAddress observed) {}

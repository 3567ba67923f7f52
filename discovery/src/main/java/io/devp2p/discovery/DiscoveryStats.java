package io.devp2p.discovery;

import java.net.StandardProtocolFamily;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Counters since the start, and sizes now.
 *
 * @param received packets taken, by message and version, for example {@code PING/v4}
 * @param sent packets made, by message and version
 * @param refused packets refused, by the name of the rule
 * @param bytesIn bytes of all datagrams that came in
 * @param bytesOut bytes of all datagrams that were sent
 * @param droppedBeforeCrypto discv4 packets dropped because the queue before the crypto pool was
 *     full
 * @param bugs datagrams, timers and calls that ended in an error of ours
 * @param nodes entries of the table
 * @param alive entries of the table that have answered
 * @param sessions discv5 sessions
 * @param pending calls that wait for an answer
 * @param addresses our own address in each family that we listen in
 * @param sources what each source of {@link Discovery#nodes(java.util.function.Predicate)} was
 *     worth, by its name
 * @param curve the crypto tier in use, {@link io.devp2p.core.crypto.Secp256k1#name}
 * @param clockDrift by how many seconds the clocks of other nodes are ahead of ours, if enough of
 *     them were heard
 */
public record DiscoveryStats(
    Map<String, Long> received,
    Map<String, Long> sent,
    Map<String, Long> refused,
    long bytesIn,
    long bytesOut,
    long droppedBeforeCrypto,
    long bugs,
    int nodes,
    int alive,
    int sessions,
    int pending,
    Map<StandardProtocolFamily, OwnAddress> addresses,
    Map<String, SourceStats> sources,
    String curve,
    OptionalLong clockDrift) {

  public DiscoveryStats {
    received = Map.copyOf(received);
    sent = Map.copyOf(sent);
    refused = Map.copyOf(refused);
    addresses = Map.copyOf(addresses);
    sources = Map.copyOf(sources);
  }

  DiscoveryStats withSources(Map<String, SourceStats> worth) {
    return new DiscoveryStats(
        received,
        sent,
        refused,
        bytesIn,
        bytesOut,
        droppedBeforeCrypto,
        bugs,
        nodes,
        alive,
        sessions,
        pending,
        addresses,
        worth,
        curve,
        clockDrift);
  }
}

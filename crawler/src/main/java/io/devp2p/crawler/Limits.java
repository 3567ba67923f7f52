package io.devp2p.crawler;

import java.time.Duration;

/**
 * The bounds of a crawl. Addresses on loopback and local networks that may be contacted are exempt
 * from those for each address and prefix (/24, or /48 for IPv6).
 *
 * @param nodes identities that are kept; what comes after is counted and forgotten
 * @param perAddress identities kept of one address: honest hosts have few, floods have many
 * @param perPrefix identities kept of one prefix
 * @param contacts nodes that are asked over UDP at the same time
 * @param attempts contacts over UDP of a node that does not answer: the second one is for a packet
 *     that was lost
 * @param retryAfter time until the second attempt: long enough for a burst of load to be over
 * @param dials TCP visits at the same time
 * @param dialInterval least time between two dials of one address: as long as go-ethereum and reth
 *     throttle inbound connections
 * @param dialsPerPrefix dials of one prefix in a minute
 * @param lowestPort ports below are not contacted: services of third parties listen there
 */
public record Limits(
    int nodes,
    int perAddress,
    int perPrefix,
    int contacts,
    int attempts,
    Duration retryAfter,
    int dials,
    Duration dialInterval,
    int dialsPerPrefix,
    int lowestPort) {

  /** The defaults that the politeness contract states. */
  public static final Limits DEFAULTS =
      new Limits(
          1_000_000, 8, 64, 512, 2, Duration.ofSeconds(3), 256, Duration.ofSeconds(30), 16, 1024);

  public Limits {
    int least = Math.min(Math.min(nodes, contacts), Math.min(attempts, dials));
    if (Math.min(Math.min(perAddress, perPrefix), Math.min(least, dialsPerPrefix)) < 1) {
      throw new IllegalArgumentException("a limit of the crawl is below 1");
    }
  }
}

package io.devp2p.cli;

/** The politeness contract of the crawler, as {@code crawl --explain} prints it. */
final class CrawlMethod {

  static final String TEXT =
      """
      Method
        Starts from bootnodes or a node set. Every node that is heard of is pinged by discv4 and discv5, asked for its record and for
        its neighbours, and, where it has a TCP port, visited once: RLPx handshake, its Hello, its Status, Disconnect. No Status of our
        own is sent, nothing is requested, and every outcome is kept, also "too many peers" and silence.

      Limits
        dials          256 in flight; one for each address in 30 s, 16 for each /24 (/48 for IPv6) in a minute
        a visit        at most 10 s; one node is never dialed twice at the same time
        re-visit       not before --revisit has passed, also after "too many peers"
        identities     8 of one address and 64 of one /24 (/48) are visited; the rest is counted
        UDP            512 nodes asked at the same time; a silent node is asked twice
        addresses      public unicast addresses and ports from 1024 on; --netrestrict names others
        who we are     the client id says devp2p-jvm, its version, and the URL of --contact
      Loopback and local networks, where --netrestrict allows them, are exempt from the limits for each address and prefix.

      What the numbers do not say
        Nodes behind a NAT are seen only if they answer discovery. A node that is full at every visit never shows its Status. Nodes are
        not validators, and not users.
      """;

  private CrawlMethod() {}
}

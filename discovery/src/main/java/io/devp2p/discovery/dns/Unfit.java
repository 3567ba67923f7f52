package io.devp2p.discovery.dns;

import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.guard.AddressPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Why a record must not stand in a list that is published. Everybody who reads the list dials what
 * is in it, so a record of a foreign address makes its readers scan that address.
 */
public enum Unfit {
  /** A port entry is no number of 16 bits. */
  PORT_NOT_DECODABLE("a port entry does not decode as a 16-bit number"),
  /** There is no TCP or QUIC port. */
  NOT_DIALABLE("it has neither a TCP nor a QUIC port"),
  /** There is no IP address. */
  NO_ADDRESS("it has no IP address"),
  /** An address is local or of special use. */
  ADDRESS_NOT_PUBLIC("an address of it is local, or reserved for a special use");

  private final String reason;

  Unfit(String reason) {
    this.reason = reason;
  }

  /** One English sentence part about the record. */
  public String reason() {
    return reason;
  }

  /**
   * Judges a record.
   *
   * @param addresses the addresses that may be published
   */
  public static Optional<Unfit> of(NodeRecord record, AddressPolicy addresses) {
    if (!RecordPorts.decode(record)) {
      return Optional.of(PORT_NOT_DECODABLE);
    }
    if (!RecordPorts.dialable(record)) {
      return Optional.of(NOT_DIALABLE);
    }
    List<Endpoint> endpoints = new ArrayList<>();
    record.ip4().ifPresent(endpoints::add);
    record.ip6().ifPresent(endpoints::add);
    if (endpoints.isEmpty()) {
      return Optional.of(NO_ADDRESS);
    }
    boolean allowed = endpoints.stream().allMatch(e -> addresses.allows(e.address()));
    return allowed ? Optional.empty() : Optional.of(ADDRESS_NOT_PUBLIC);
  }
}

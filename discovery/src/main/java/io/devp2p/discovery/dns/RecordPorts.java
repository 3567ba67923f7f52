package io.devp2p.discovery.dns;

import io.devp2p.core.Violation;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.core.rlp.RlpReader;
import java.util.List;
import java.util.OptionalInt;

/** The port entries of a record, as a publisher judges them. Pure; any thread. */
public final class RecordPorts {

  private static final List<String> DIALED = List.of("tcp", "tcp6", "quic", "quic6");
  private static final List<String> ALL = List.of("udp", "udp6", "tcp", "tcp6", "quic", "quic6");

  private RecordPorts() {}

  /**
   * Whether every port entry that is there is a number of at most 16 bits. A record is valid
   * without that, but readers that are strict refuse it, and with it a whole tree.
   */
  public static boolean decode(NodeRecord record) {
    return ALL.stream()
        .allMatch(key -> record.entry(key).isEmpty() || port(record, key).isPresent());
  }

  /** Whether a session can be opened: a TCP or QUIC port of any family is there, and is not 0. */
  public static boolean dialable(NodeRecord record) {
    return DIALED.stream().anyMatch(key -> port(record, key).orElse(0) != 0);
  }

  private static OptionalInt port(NodeRecord record, String key) {
    try {
      return record
          .entry(key)
          .map(rlp -> OptionalInt.of(RlpReader.of(rlp).uint16()))
          .orElse(OptionalInt.empty());
    } catch (Violation notAPort) {
      return OptionalInt.empty();
    }
  }
}

package io.devp2p.discovery.self;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.NodeId;
import io.devp2p.core.node.NodeRecord;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Our key and our own record. Not thread-safe. */
public final class LocalNode {

  private final NodeKey key;
  private NodeRecord record;
  private Optional<NodeRecord> waiting = Optional.empty();
  private long allowed = -1;

  /** A node with its first record. */
  public LocalNode(NodeKey key, NodeRecord.Builder first, long seq) {
    this.key = key;
    this.record = first.sign(key, seq);
  }

  public NodeKey key() {
    return key;
  }

  public NodeId id() {
    return record.id();
  }

  /** The record as others see it. */
  public NodeRecord record() {
    return record;
  }

  /** The record with the changes that wait for their number to be allowed. */
  NodeRecord newest() {
    return waiting.orElse(record);
  }

  /**
   * Changes the record and signs it with the next sequence number, if that is allowed; else it
   * waits, together with what is changed meanwhile.
   *
   * @return whether others see another record now
   * @throws IllegalArgumentException if the record has more than 300 bytes
   */
  boolean update(UnaryOperator<NodeRecord.Builder> change) {
    NodeRecord before = newest();
    NodeRecord changed = change.apply(before.toBuilder()).sign(key, record.seq() + 1);
    if (changed.pairs().equals(before.pairs())) {
      return false;
    }
    waiting = Optional.of(changed);
    return publish();
  }

  /**
   * Sequence numbers up to this one, unsigned, may be used, because they are remembered as used
   * should we end now. All may while nothing is said.
   *
   * @return whether others see another record now
   */
  boolean allow(long seq) {
    allowed = seq;
    return publish();
  }

  private boolean publish() {
    if (waiting.isEmpty() || Long.compareUnsigned(waiting.get().seq(), allowed) > 0) {
      return false;
    }
    record = waiting.get();
    waiting = Optional.empty();
    return true;
  }

  /** The endpoint that a Ping of discv4 names as ours: towards peers of one family. */
  public Endpoint endpointTowards(InetAddress peer) {
    boolean four = peer.getAddress().length == 4;
    return (four ? record.ip4() : record.ip6())
        .or(() -> record.endpoints().stream().findFirst())
        .orElseGet(() -> new Endpoint(unspecified(four), port("udp"), port("tcp")));
  }

  private int port(String name) {
    return record.entry(name).map(raw -> io.devp2p.core.rlp.RlpReader.of(raw).uint16()).orElse(0);
  }

  /** The address that stands for all, of IPv4 or IPv6. */
  static InetAddress unspecified(boolean four) {
    try {
      return InetAddress.getByAddress(new byte[four ? 4 : 16]);
    } catch (java.net.UnknownHostException wrongLength) {
      throw new IllegalStateException("BUG: an address of 4 or 16 bytes is none", wrongLength);
    }
  }
}

package io.devp2p.discovery.self;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.NodeId;
import io.devp2p.core.node.NodeRecord;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.UnaryOperator;

/** Our key and our own record. Not thread-safe. */
public final class LocalNode {

  private final NodeKey key;
  private final boolean addressIsGiven;
  private final EndpointVotes votes = new EndpointVotes();
  private NodeRecord record;

  /**
   * A node with its first record.
   *
   * @param addressIsGiven whether the address of the record stands whatever others say
   */
  public LocalNode(NodeKey key, NodeRecord.Builder first, long seq, boolean addressIsGiven) {
    this.key = key;
    this.addressIsGiven = addressIsGiven;
    this.record = first.sign(key, seq);
  }

  public NodeKey key() {
    return key;
  }

  public NodeId id() {
    return record.id();
  }

  /** The record as it is now. */
  public NodeRecord record() {
    return record;
  }

  /**
   * Changes the record and signs it with the next sequence number.
   *
   * @return whether anything is different
   */
  public boolean update(UnaryOperator<NodeRecord.Builder> change) {
    NodeRecord changed = change.apply(record.toBuilder()).sign(key, record.seq() + 1);
    if (changed.pairs().equals(record.pairs())) {
      return false;
    }
    record = changed;
    return true;
  }

  /**
   * A node told us under which address it sees us.
   *
   * @return whether the record is different now
   */
  public boolean observed(long now, InetAddress voter, InetSocketAddress address) {
    if (addressIsGiven) {
      return false;
    }
    return votes.vote(now, voter, address).map(this::adopt).orElse(false);
  }

  private boolean adopt(InetSocketAddress agreed) {
    boolean four = agreed.getAddress().getAddress().length == 4;
    return update(
        r -> r.address(agreed.getAddress()).port(four ? "udp" : "udp6", agreed.getPort()));
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

  private static InetAddress unspecified(boolean four) {
    try {
      return InetAddress.getByAddress(new byte[four ? 4 : 16]);
    } catch (java.net.UnknownHostException wrongLength) {
      throw new IllegalStateException("BUG: an address of 4 or 16 bytes is none", wrongLength);
    }
  }
}

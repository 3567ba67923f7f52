package io.devp2p.discovery.v4;

import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeRecord;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** The six packets of discv4. Expirations are UNIX seconds, unsigned. */
public sealed interface V4Packet {

  /** The packet type on the wire. */
  int type();

  /**
   * A question for a sign of life (type 1).
   *
   * @param from endpoint of the sender, empty where its address is not one
   * @param to endpoint of the receiver as the sender sees it, empty where its address is not one
   * @param enrSeq sequence number of the sender's record, unsigned (EIP-868)
   */
  record Ping(Optional<Endpoint> from, Optional<Endpoint> to, long expiration, OptionalLong enrSeq)
      implements V4Packet {
    @Override
    public int type() {
      return 1;
    }
  }

  /**
   * The answer to a ping (type 2).
   *
   * @param to endpoint of the receiver as the sender sees it, empty where its address is not one
   * @param pingHash hash of the ping packet
   * @param enrSeq sequence number of the sender's record, unsigned (EIP-868)
   */
  record Pong(Optional<Endpoint> to, Bytes32 pingHash, long expiration, OptionalLong enrSeq)
      implements V4Packet {
    @Override
    public int type() {
      return 2;
    }
  }

  /**
   * A question for the nodes closest to a target (type 3).
   *
   * @param target 64 bytes, whose hash is the place that is meant
   */
  record FindNode(Bytes target, long expiration) implements V4Packet {
    @Override
    public int type() {
      return 3;
    }
  }

  /**
   * A part of the answer to FindNode (type 4).
   *
   * @param nodes those that could be read; an entry that cannot is skipped
   */
  record Neighbors(List<Node> nodes, long expiration) implements V4Packet {

    /** Nodes that fit a packet of 1280 bytes with IPv6 addresses. */
    public static final int MAX_NODES = 12;

    public Neighbors {
      nodes = List.copyOf(nodes);
    }

    @Override
    public int type() {
      return 4;
    }
  }

  /** A question for the record of a node (type 5, EIP-868). */
  record EnrRequest(long expiration) implements V4Packet {
    @Override
    public int type() {
      return 5;
    }
  }

  /**
   * The answer to ENRRequest (type 6, EIP-868).
   *
   * @param requestHash hash of the request packet
   */
  record EnrResponse(Bytes32 requestHash, NodeRecord record) implements V4Packet {
    @Override
    public int type() {
      return 6;
    }
  }

  /**
   * Whether an expiration has passed: values from 2^63 on are in the past, as deployed clients read
   * them.
   */
  static boolean isExpired(long expiration, long unixSeconds) {
    return expiration < unixSeconds;
  }
}

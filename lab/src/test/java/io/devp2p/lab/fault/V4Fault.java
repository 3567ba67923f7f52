package io.devp2p.lab.fault;

import io.devp2p.core.node.Node;
import io.devp2p.discovery.v4.V4Packet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;

/** Faults in discv4, one for each case of go-ethereum's suite. */
public enum V4Fault {
  PONG_NAMES_ANOTHER_PING("Ping/Basic") {
    @Override
    Optional<V4Packet> change(V4Packet out, V4Incoming.Memory memory) {
      return Optional.of(
          out instanceof V4Packet.Pong pong
              ? new V4Packet.Pong(pong.to(), Bytes32.ZERO, pong.expiration(), pong.enrSeq())
              : out);
    }
  },
  DEAF_TO_PINGS_FOR_ANOTHER_ADDRESS("Ping/WrongTo") {
    @Override
    boolean isDeafTo(V4Incoming in) {
      return in.packet()
          .filter(p ->
              p instanceof V4Packet.Ping ping
                  && ping.to().filter(to -> to.address().isLoopbackAddress()).isEmpty())
          .isPresent();
    }
  },
  DEAF_TO_PINGS_FROM_ANOTHER_ADDRESS("Ping/WrongFrom") {
    @Override
    boolean isDeafTo(V4Incoming in) {
      return in.isPingWithWrongFrom();
    }
  },
  DEAF_TO_MORE_ELEMENTS("Ping/ExtraData") {
    @Override
    boolean isDeafTo(V4Incoming in) {
      return in.isPing() && in.elements() > 5;
    }
  },
  DEAF_TO_MORE_ELEMENTS_WITH_WRONG_FROM("Ping/ExtraDataWrongFrom") {
    @Override
    boolean isDeafTo(V4Incoming in) {
      return in.isPingWithWrongFrom() && in.elements() > 5;
    }
  },
  ANSWERS_EXPIRED_PINGS("Ping/PastExpiration") {
    @Override
    Optional<V4Packet> say(V4Incoming in) {
      return in.isPing() && in.isExpired() ? Optional.of(in.pong()) : Optional.empty();
    }
  },
  ANSWERS_UNKNOWN_TYPES("Ping/WrongPacketType") {
    @Override
    Optional<V4Packet> say(V4Incoming in) {
      return in.packet().isEmpty() ? Optional.of(in.pong()) : Optional.empty();
    }
  },
  DEAF_TO_WRONG_FROM_ONCE_PROVED("Ping/BondThenPingWithWrongFrom") {
    @Override
    boolean isDeafTo(V4Incoming in) {
      return in.isPingWithWrongFrom() && in.memory().pongedFrom.contains(in.from());
    }
  },
  RECORD_FOR_ANOTHER_REQUEST("ENRRequest") {
    @Override
    Optional<V4Packet> change(V4Packet out, V4Incoming.Memory memory) {
      return Optional.of(
          out instanceof V4Packet.EnrResponse response
              ? new V4Packet.EnrResponse(Bytes32.ZERO, response.record())
              : out);
    }
  },
  NEEDS_NO_PROOF("Findnode/WithoutEndpointProof") {
    @Override
    Optional<V4Packet> say(V4Incoming in) {
      return in.isFindNode() && !in.memory().pongedFrom.contains(in.from())
          ? Optional.of(nobody())
          : Optional.empty();
    }
  },
  SILENT_WITHOUT_NEIGHBORS("Findnode/BasicFindnode") {
    @Override
    Optional<V4Packet> change(V4Packet out, V4Incoming.Memory memory) {
      return Optional.of(out).filter(o -> !(o instanceof V4Packet.Neighbors));
    }
  },
  BELIEVES_UNASKED_NEIGHBORS("Findnode/UnsolicitedNeighbors") {
    @Override
    Optional<V4Packet> change(V4Packet out, V4Incoming.Memory memory) {
      if (!(out instanceof V4Packet.Neighbors neighbors)) {
        return Optional.of(out);
      }
      List<Node> nodes = new ArrayList<>(memory.told);
      nodes.addAll(neighbors.nodes());
      return Optional.of(new V4Packet.Neighbors(nodes, neighbors.expiration()));
    }
  },
  ANSWERS_EXPIRED_QUESTIONS("Findnode/PastExpiration") {
    @Override
    Optional<V4Packet> say(V4Incoming in) {
      return in.isFindNode() && in.isExpired() ? Optional.of(nobody()) : Optional.empty();
    }
  },
  TAKES_ANY_PONG("Amplification/InvalidPongHash") {
    @Override
    Optional<V4Packet> say(V4Incoming in) {
      return in.isFindNode() && in.memory().pongedFrom.contains(in.from())
          ? Optional.of(nobody())
          : Optional.empty();
    }
  },
  PROOF_HOLDS_AT_ANY_ADDRESS("Amplification/WrongIP") {
    @Override
    Optional<V4Packet> say(V4Incoming in) {
      return in.isFindNode() && in.sender().filter(in.memory().ponged::contains).isPresent()
          ? Optional.of(nobody())
          : Optional.empty();
    }
  };

  private final String caught;

  V4Fault(String caught) {
    this.caught = caught;
  }

  /** The case that must catch it. */
  public String caughtBy() {
    return caught;
  }

  /** What the node does not hear. */
  boolean isDeafTo(V4Incoming in) {
    return false;
  }

  /** What the node says besides. */
  Optional<V4Packet> say(V4Incoming in) {
    return Optional.empty();
  }

  /** What becomes of what the node says. */
  Optional<V4Packet> change(V4Packet out, V4Incoming.Memory memory) {
    return Optional.of(out);
  }

  private static V4Packet nobody() {
    return new V4Packet.Neighbors(List.of(), V4Meddler.soon());
  }
}

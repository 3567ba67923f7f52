package io.devp2p.lab.fault;

import io.devp2p.core.Violation;
import io.devp2p.core.crypto.Curves;
import io.devp2p.core.crypto.Keccak;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.rlp.RlpReader;
import io.devp2p.discovery.v4.V4Codec;
import io.devp2p.discovery.v4.V4Packet;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.tuweni.bytes.Bytes;

/** Carries out a fault in discv4. */
final class V4Meddler implements Meddler {

  private static final int TYPE = 97;

  private final NodeKey key;
  private final V4Fault fault;
  private final V4Incoming.Memory memory = new V4Incoming.Memory();

  V4Meddler(NodeKey key, V4Fault fault) {
    this.key = key;
    this.fault = fault;
  }

  static long soon() {
    return Instant.now().getEpochSecond() + 20;
  }

  @Override
  public boolean in(Packet packet, List<Packet> out) {
    Optional<V4Incoming> read = read(packet);
    if (read.isEmpty()) {
      return true;
    }
    V4Incoming in = read.get();
    boolean isSeen = !fault.isDeafTo(in);
    fault
        .say(in)
        .ifPresent(say -> out.add(new Packet(packet.other(), V4Codec.encode(key, say).datagram())));
    in.packet().ifPresent(p -> remember(in, p));
    return isSeen;
  }

  private void remember(V4Incoming in, V4Packet packet) {
    switch (packet) {
      case V4Packet.Pong pong -> {
        in.sender().ifPresent(memory.ponged::add);
        memory.pongedFrom.add(in.from());
      }
      case V4Packet.Neighbors neighbors -> memory.told.addAll(neighbors.nodes());
      default -> {} // no fault is about remembering those
    }
  }

  private Optional<V4Incoming> read(Packet packet) {
    Bytes datagram = packet.datagram();
    try {
      V4Codec.Checked checked = V4Codec.check(datagram);
      V4Codec.Decoded decoded = V4Codec.decode(Curves.best(), checked);
      OptionalLong expiration = V4Codec.expiration(checked);
      return Optional.of(
          new V4Incoming(
              packet.other(),
              decoded.hash(),
              Optional.of(decoded.sender()),
              Optional.of(decoded.packet()),
              elements(datagram.slice(TYPE + 1)),
              expiration.isPresent()
                  && V4Packet.isExpired(expiration.getAsLong(), Instant.now().getEpochSecond()),
              memory));
    } catch (Violation unknown) {
      boolean ofUnknownType = datagram.size() > TYPE && (datagram.get(TYPE) & 0xff) > 6;
      return ofUnknownType
          ? Optional.of(
              new V4Incoming(
                  packet.other(),
                  Keccak.hash(datagram.slice(32)),
                  Optional.empty(),
                  Optional.empty(),
                  0,
                  false,
                  memory))
          : Optional.empty();
    }
  }

  private static int elements(Bytes data) {
    RlpReader list = RlpReader.list(data);
    int count = 0;
    while (!list.isAtEnd()) {
      list.raw();
      count++;
    }
    return count;
  }

  @Override
  public List<Packet> out(Packet packet) {
    try {
      V4Codec.Decoded decoded = V4Codec.decode(Curves.best(), V4Codec.check(packet.datagram()));
      Optional<V4Packet> changed = fault.change(decoded.packet(), memory);
      if (changed.equals(Optional.of(decoded.packet()))) {
        return List.of(packet);
      }
      return changed
          .map(c -> List.of(new Packet(packet.other(), V4Codec.encode(key, c).datagram())))
          .orElse(List.of());
    } catch (Violation ofAnotherVersion) {
      return List.of(packet);
    }
  }
}

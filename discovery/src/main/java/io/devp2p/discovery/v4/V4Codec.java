package io.devp2p.discovery.v4;

import io.devp2p.core.Bounds;
import io.devp2p.core.Violation;
import io.devp2p.core.crypto.Keccak;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.crypto.PublicKey;
import io.devp2p.core.crypto.Secp256k1;
import io.devp2p.core.crypto.Signatures;
import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.EnrRule;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.core.rlp.RlpReader;
import io.devp2p.core.rlp.RlpWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * discv4 packets on the wire: {@code hash 32 || signature 65 || type 1 || list}. Lenient where
 * EIP-8 asks for it: versions, further list elements and bytes after the list are ignored. Pure;
 * any thread.
 */
public final class V4Codec {

  /** Smallest packet in bytes: hash, signature and type. */
  public static final int MIN_SIZE = 98;

  private static final int HASH = 32;
  private static final int SIGNATURE = 65;
  private static final int TYPE = HASH + SIGNATURE;
  private static final int VERSION = 4;

  private V4Codec() {}

  /**
   * A packet that lacks its signature.
   *
   * @param body its type and list as bytes
   */
  public record Unsigned(V4Packet packet, Bytes body) {

    /** Bytes of the datagram that it will be. */
    public int size() {
      return TYPE + body.size();
    }
  }

  /**
   * A packet ready to send.
   *
   * @param hash its first 32 bytes, by which an answer names it
   */
  public record Encoded(Bytes datagram, Bytes32 hash) {}

  /** A packet that passed all that is cheap: size, type and hash. */
  public record Checked(Bytes datagram, Bytes32 hash) {}

  /**
   * A packet and who signed it.
   *
   * @param hash its first 32 bytes, by which an answer names it
   */
  public record Decoded(PublicKey sender, NodeId id, Bytes32 hash, V4Packet packet) {}

  /** Writes a packet but for its signature. */
  public static Unsigned write(V4Packet packet) {
    return new Unsigned(packet, Bytes.concatenate(Bytes.of(packet.type()), data(packet)));
  }

  /** Writes and signs a packet. */
  public static Encoded encode(NodeKey key, V4Packet packet) {
    return sign(key, write(packet));
  }

  /** Signs a packet: about a tenth of a millisecond. */
  public static Encoded sign(NodeKey key, Unsigned packet) {
    Bytes body = packet.body();
    Bytes signed = Bytes.concatenate(key.sign(Keccak.hash(body)), body);
    Bytes32 hash = Keccak.hash(signed);
    return new Encoded(Bytes.concatenate(hash, signed), hash);
  }

  private static Bytes data(V4Packet packet) {
    return RlpWriter.encodeList(w -> {
      switch (packet) {
        case V4Packet.Ping ping -> {
          w.uint(VERSION);
          write(w, ping.from());
          write(w, ping.to());
          w.uint(ping.expiration());
          ping.enrSeq().ifPresent(w::uint);
        }
        case V4Packet.Pong pong -> {
          write(w, pong.to());
          w.bytes(pong.pingHash()).uint(pong.expiration());
          pong.enrSeq().ifPresent(w::uint);
        }
        case V4Packet.FindNode find -> w.bytes(find.target()).uint(find.expiration());
        case V4Packet.Neighbors neighbors ->
            w.list(neighbors.nodes(), V4Codec::write).uint(neighbors.expiration());
        case V4Packet.EnrRequest request -> w.uint(request.expiration());
        case V4Packet.EnrResponse response ->
            w.bytes(response.requestHash()).raw(response.record().encoded());
      }
    });
  }

  private static void write(RlpWriter out, Optional<Endpoint> endpoint) {
    out.list(l ->
        endpoint.ifPresentOrElse(
            e -> l.bytes(address(e)).uint(e.udp()).uint(e.tcp()),
            () -> l.bytes(Bytes.EMPTY).uint(0).uint(0)));
  }

  private static void write(RlpWriter out, Node node) {
    Endpoint e = node.endpoint();
    out.list(l -> l.bytes(address(e)).uint(e.udp()).uint(e.tcp()).bytes(node.key().bytes()));
  }

  private static Bytes address(Endpoint endpoint) {
    return Bytes.wrap(endpoint.address().getAddress());
  }

  /**
   * Checks what is cheap, so that a limit can stand before {@link #decode}.
   *
   * @throws Violation {@link V4Rule#V4_SIZE}, {@link V4Rule#V4_TYPE} or {@link V4Rule#V4_HASH}
   */
  public static Checked check(Bytes datagram) {
    int size = datagram.size();
    Violation.unless(size >= MIN_SIZE && size <= Bounds.UDP_PACKET, V4Rule.V4_SIZE);
    int type = datagram.get(TYPE) & 0xff;
    Violation.unless(type >= 1 && type <= 6, V4Rule.V4_TYPE);
    byte[] packet = datagram.toArrayUnsafe();
    Bytes32 hash = Keccak.hash(packet, HASH, size - HASH);
    Violation.unless(Arrays.equals(packet, 0, HASH, hash.toArrayUnsafe(), 0, HASH), V4Rule.V4_HASH);
    return new Checked(datagram, hash);
  }

  /**
   * Reads the expiration alone, which costs little; an ENRResponse has none.
   *
   * @throws Violation {@link V4Rule#V4_DATA}
   */
  public static OptionalLong expiration(Checked checked) {
    Bytes datagram = checked.datagram();
    int type = datagram.get(TYPE);
    return type == 6 ? OptionalLong.empty() : reading(() -> expiration(type, datagram));
  }

  private static OptionalLong expiration(int type, Bytes datagram) {
    RlpReader in = RlpReader.of(datagram.slice(TYPE + 1)).list();
    int before =
        switch (type) {
          case 1 -> 3; // version, from, to
          case 2 -> 2; // to, ping-hash
          case 5 -> 0;
          default -> 1; // target or nodes
        };
    for (int i = 0; i < before; i++) {
      in.skip();
    }
    return OptionalLong.of(in.uint64());
  }

  /**
   * Reads the packet, then recovers its sender: about a quarter of a millisecond. The record of an
   * ENRResponse is verified last, which costs as much again.
   *
   * @param curve recovers and verifies
   * @throws Violation {@link V4Rule#V4_DATA}, {@link V4Rule#V4_SIGNATURE} or, for the record of an
   *     ENRResponse, of an {@link EnrRule}
   */
  public static Decoded decode(Secp256k1 curve, Checked checked) {
    Bytes datagram = checked.datagram();
    Supplier<V4Packet> packet = reading(() -> packet(curve, datagram));
    Bytes32 signed = Keccak.hash(datagram.slice(TYPE));
    PublicKey sender;
    try {
      sender = Signatures.recover(curve, signed, datagram.slice(HASH, SIGNATURE));
    } catch (Violation invalid) {
      throw new Violation(V4Rule.V4_SIGNATURE);
    }
    return new Decoded(sender, NodeId.of(sender), checked.hash(), reading(packet));
  }

  private static <T> T reading(Supplier<T> reader) {
    try {
      return reader.get();
    } catch (Violation malformed) {
      throw malformed.rule() instanceof EnrRule ? malformed : new Violation(V4Rule.V4_DATA);
    }
  }

  /** Reads all but the record of an ENRResponse, which is left to the supplier. */
  private static Supplier<V4Packet> packet(Secp256k1 curve, Bytes datagram) {
    RlpReader in = RlpReader.of(datagram.slice(TYPE + 1)).list();
    return switch (datagram.get(TYPE)) {
      case 1 -> just(ping(in));
      case 2 -> just(new V4Packet.Pong(endpoint(in), in.bytes32(), in.uint64(), enrSeq(in)));
      case 3 -> just(new V4Packet.FindNode(in.bytes(64), in.uint64()));
      case 4 -> just(new V4Packet.Neighbors(nodes(curve, in.list()), in.uint64()));
      case 5 -> just(new V4Packet.EnrRequest(in.uint64()));
      default -> {
        Bytes32 requestHash = in.bytes32();
        Bytes record = in.raw();
        yield () -> new V4Packet.EnrResponse(requestHash, NodeRecord.decode(curve, record));
      }
    };
  }

  private static Supplier<V4Packet> just(V4Packet packet) {
    return () -> packet;
  }

  private static V4Packet ping(RlpReader in) {
    in.skip(); // the version, which EIP-8 says to ignore
    return new V4Packet.Ping(endpoint(in), endpoint(in), in.uint64(), enrSeq(in));
  }

  /** A missing or unreadable sequence number is as if it were not sent. */
  private static OptionalLong enrSeq(RlpReader in) {
    if (in.isAtEnd()) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(in.uint64());
    } catch (Violation somethingElse) {
      return OptionalLong.empty();
    }
  }

  private static List<Node> nodes(Secp256k1 curve, RlpReader in) {
    List<Node> nodes = new ArrayList<>();
    while (!in.isAtEnd()) {
      Bytes item = in.raw();
      try {
        RlpReader entry = RlpReader.list(item);
        Optional<Endpoint> endpoint = endpointFields(entry);
        PublicKey key = PublicKey.of(curve, entry.bytes(64));
        endpoint.ifPresent(e -> nodes.add(Node.of(key, e)));
      } catch (Violation unusable) {
        // The entries are hearsay: a bad one costs itself, not the packet.
      }
    }
    return nodes;
  }

  /** What a packet says of the endpoints of its two sides is hearsay too. */
  private static Optional<Endpoint> endpoint(RlpReader in) {
    RlpReader fields = in.list();
    try {
      return endpointFields(fields);
    } catch (Violation unusable) {
      return Optional.empty();
    }
  }

  /** Deployed clients send empty addresses for "unknown". */
  private static Optional<Endpoint> endpointFields(RlpReader in) {
    Bytes ip = in.bytes();
    int udp = in.uint16();
    int tcp = in.isAtEnd() ? 0 : in.uint16();
    if (ip.size() != 4 && ip.size() != 16) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Endpoint(InetAddress.getByAddress(ip.toArrayUnsafe()), udp, tcp));
    } catch (UnknownHostException wrongLength) {
      throw new IllegalStateException("BUG: an address of " + ip.size() + " bytes", wrongLength);
    }
  }
}

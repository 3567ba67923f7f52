package io.devp2p.lab.fault;

import io.devp2p.core.Violation;
import io.devp2p.core.crypto.Curves;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.crypto.PublicKey;
import io.devp2p.core.node.NodeId;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.core.rlp.RlpReader;
import io.devp2p.core.rlp.RlpWriter;
import io.devp2p.discovery.v5.V5Codec;
import io.devp2p.discovery.v5.V5Crypto;
import io.devp2p.discovery.v5.V5Message;
import io.devp2p.discovery.v5.V5MessageCodec;
import io.devp2p.discovery.v5.V5Packet;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** Carries out a fault in discv5, in the sessions that others begin. */
final class V5Meddler implements Meddler {

  private static final int LARGEST_ID = 8;

  private final NodeKey key;
  private final NodeId self;
  private final V5Fault fault;
  private final V5Codec codec;
  private final V5Crypto crypto = new V5Crypto(Curves.best());
  private final SecureRandom random = new SecureRandom();
  private final Map<InetSocketAddress, NodeId> ids = new HashMap<>();
  private final Map<InetSocketAddress, Bytes> challenges = new HashMap<>();
  private final Map<InetSocketAddress, V5Crypto.Keys> sessions = new HashMap<>();

  V5Meddler(NodeKey key, V5Fault fault) {
    this.key = key;
    this.self = NodeId.of(key.publicKey());
    this.fault = fault;
    this.codec = new V5Codec(self);
  }

  @Override
  public boolean in(Packet packet, List<Packet> out) {
    try {
      return switch (codec.decode(packet.datagram())) {
        case V5Packet.Ordinary ordinary -> ordinary(packet.other(), ordinary, out);
        case V5Packet.Handshake handshake -> handshake(packet.other(), handshake, out);
        case V5Packet.Whoareyou challenge -> true;
      };
    } catch (Violation notForUs) {
      return true;
    }
  }

  private boolean ordinary(InetSocketAddress from, V5Packet.Ordinary packet, List<Packet> out) {
    ids.put(from, packet.source());
    V5Crypto.Keys own = sessions.get(from);
    if (own != null) {
      read(own, packet).ifPresent(plain -> said(from, packet.source(), own, plain, out));
      return true;
    }
    for (Map.Entry<InetSocketAddress, V5Crypto.Keys> other : Map.copyOf(sessions).entrySet()) {
      if (packet.source().equals(ids.get(other.getKey()))) {
        Optional<Bytes> plain = read(other.getValue(), packet);
        if (plain.isPresent()
            && answersElsewhere(from, packet.source(), other.getValue(), plain.get(), out)) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean answersElsewhere(
      InetSocketAddress from, NodeId them, V5Crypto.Keys keys, Bytes plain, List<Packet> out) {
    V5Message message = V5MessageCodec.decode(plain, NodeRecord::decode);
    Optional<V5Message> answer =
        switch (fault) {
          case SESSION_MOVES_FOR_PINGS ->
              message instanceof V5Message.Ping ping
                  ? Optional.of(pong(from, ping.requestId()))
                  : Optional.empty();
          case SESSION_MOVES_FOR_QUESTIONS ->
              message instanceof V5Message.FindNode find
                  ? Optional.of(new V5Message.Nodes(find.requestId(), 1, List.of()))
                  : Optional.empty();
          default -> Optional.empty();
        };
    answer.ifPresent(a -> out.add(sealed(from, them, keys, V5MessageCodec.encode(a))));
    return answer.isPresent();
  }

  private boolean handshake(InetSocketAddress from, V5Packet.Handshake packet, List<Packet> out) {
    ids.put(from, packet.source());
    Bytes challenge = challenges.get(from);
    if (challenge == null) {
      return true;
    }
    PublicKey ephemeral = PublicKey.ofCompressed(packet.ephemeralKey());
    V5Crypto.Keys keys = crypto.deriveKeys(key, ephemeral, packet.source(), self, challenge);
    Bytes plain =
        crypto.decrypt(keys.initiator(), packet.nonce(), packet.message(), packet.additionalData());
    sessions.put(from, keys);
    said(from, packet.source(), keys, plain, out);
    return fault != V5Fault.FORGETS_FIRST_QUESTION || plain.get(0) != 0x03;
  }

  private void said(
      InetSocketAddress from, NodeId them, V5Crypto.Keys keys, Bytes plain, List<Packet> out) {
    if (fault == V5Fault.TAKES_LARGE_REQUEST_IDS && plain.get(0) == 0x01) {
      Bytes id = RlpReader.list(plain.slice(1)).bytes();
      if (id.size() > LARGEST_ID) {
        out.add(sealed(from, them, keys, rawPong(from, id)));
      }
    }
    if (fault == V5Fault.SPEAKS_TO_WHOM_NOBODY_ASKED_FOR && plain.get(0) == 0x04) {
      V5Message.Nodes nodes = (V5Message.Nodes) V5MessageCodec.decode(plain, NodeRecord::decode);
      nodes.records().stream()
          .flatMap(record -> record.ip4().stream())
          .forEach(at -> out.add(new Packet(at.udpAddress(), bytes(V5Codec.MIN_SIZE))));
    }
  }

  private static V5Message pong(InetSocketAddress to, Bytes id) {
    return new V5Message.Pong(id, 1, to.getAddress(), to.getPort());
  }

  /** Our codec writes no such id. */
  private static Bytes rawPong(InetSocketAddress to, Bytes id) {
    Bytes list =
        RlpWriter.encodeList(w ->
            w.bytes(id).uint(1).bytes(Bytes.wrap(to.getAddress().getAddress())).uint(to.getPort()));
    return Bytes.concatenate(Bytes.of(0x02), list);
  }

  private Optional<Bytes> read(V5Crypto.Keys keys, V5Packet.Ordinary packet) {
    try {
      return Optional.of(
          crypto.decrypt(
              keys.initiator(), packet.nonce(), packet.message(), packet.additionalData()));
    } catch (Violation ofAnotherSession) {
      return Optional.empty();
    }
  }

  private Packet sealed(InetSocketAddress to, NodeId them, V5Crypto.Keys keys, Bytes plain) {
    Bytes nonce = bytes(12);
    V5Codec.Framed frame = codec.ordinary(them, self, bytes(16), nonce);
    return new Packet(
        to, frame.with(crypto.encrypt(keys.recipient(), nonce, plain, frame.additionalData())));
  }

  @Override
  public List<Packet> out(Packet packet) {
    NodeId them = ids.get(packet.other());
    if (them == null) {
      return List.of(packet);
    }
    try {
      return switch (new V5Codec(them).decode(packet.datagram())) {
        case V5Packet.Whoareyou challenge -> List.of(challenge(packet, them, challenge));
        case V5Packet.Ordinary ordinary -> List.of(changed(packet, them, ordinary));
        case V5Packet.Handshake handshake -> List.of(packet);
      };
    } catch (Violation ofAnotherVersion) {
      return List.of(packet);
    }
  }

  private Packet challenge(Packet packet, NodeId them, V5Packet.Whoareyou challenge) {
    boolean again = challenges.containsKey(packet.other());
    if (fault == V5Fault.NEW_CHALLENGE_EACH_TIME && again) {
      V5Codec.Framed frame =
          codec.whoareyou(them, bytes(16), challenge.nonce(), bytes(16), challenge.enrSeq());
      challenges.put(packet.other(), frame.additionalData());
      return new Packet(packet.other(), frame.masked());
    }
    challenges.put(packet.other(), challenge.challengeData());
    return packet;
  }

  private Packet changed(Packet packet, NodeId them, V5Packet.Ordinary ordinary) {
    V5Crypto.Keys keys = sessions.get(packet.other());
    if (keys == null) {
      return packet;
    }
    Bytes plain =
        crypto.decrypt(
            keys.recipient(), ordinary.nonce(), ordinary.message(), ordinary.additionalData());
    V5Message message = V5MessageCodec.decode(plain, NodeRecord::decode);
    V5Message other = fault.change(message);
    return other.equals(message)
        ? packet
        : sealed(packet.other(), them, keys, V5MessageCodec.encode(other));
  }

  private Bytes bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return Bytes.wrap(bytes);
  }
}

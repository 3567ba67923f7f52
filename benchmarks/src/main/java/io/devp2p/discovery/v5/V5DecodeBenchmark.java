package io.devp2p.discovery.v5;

import io.devp2p.core.crypto.Curves;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.crypto.PublicKey;
import io.devp2p.core.crypto.Secp256k1;
import io.devp2p.core.node.NodeId;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.guard.Place;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.apache.tuweni.bytes.Bytes;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Reads a handshake packet with a record that was never seen, and a Ping of a session: what
 * go-ethereum's {@code DecodeHandshakePingSecp256k1} and {@code DecodePing} do. Made of the steps
 * of {@link V5}, because the same handshake must be read again and again.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class V5DecodeBenchmark {

  private static final Bytes IV = Bytes.repeat((byte) 7, 16);
  private static final Bytes NONCE = Bytes.repeat((byte) 8, 12);

  /** AES-GCM refuses to write two messages by one nonce. */
  private static final Bytes NEXT_NONCE = Bytes.repeat((byte) 9, 12);

  private static final int SESSIONS = 2_048;

  @Param({"bouncycastle", "libsecp256k1"})
  public String tier;

  private final InetSocketAddress address =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 30303);
  private final List<Place> places = new ArrayList<>();
  private Secp256k1 curve;
  private NodeKey ours;
  private NodeId us;
  private Place peer;
  private V5Crypto crypto;
  private V5Codec codec;
  private V5Sessions sessions;
  private V5Sessions.Challenge challenge;
  private Bytes handshake;
  private Bytes ping;

  @Setup
  public void make() {
    SplittableRandom random = new SplittableRandom(1);
    curve = Curves.named(tier);
    ours = NodeKey.generate(curve, random);
    us = NodeId.of(ours.publicKey());
    crypto = new V5Crypto(curve);
    codec = new V5Codec(us);
    sessions = new V5Sessions(crypto);

    makePlaces(random);
    NodeKey theirs = NodeKey.generate(curve, random);
    NodeId them = NodeId.of(theirs.publicKey());
    NodeRecord record =
        NodeRecord.builder().address(address.getAddress()).port("udp", 30303).sign(theirs, 1);
    peer = new Place(them, address);
    V5Codec writer = new V5Codec(them);
    V5Codec.Framed asked = codec.whoareyou(them, IV, NONCE, Bytes.repeat((byte) 9, 16), 0);
    challenge =
        new V5Sessions.Challenge(asked.masked(), asked.additionalData(), Optional.empty(), 0);
    NodeKey ephemeral = NodeKey.generate(curve, random);
    Bytes ephemeralKey = ephemeral.publicKey().compressed();
    V5Codec.Framed frame =
        writer.handshake(
            us,
            them,
            IV,
            NONCE,
            crypto.signIdentity(theirs, challenge.challengeData(), ephemeralKey, us),
            ephemeralKey,
            Optional.of(record.encoded()));
    V5Crypto.Keys keys =
        crypto.deriveKeys(ephemeral, ours.publicKey(), them, us, challenge.challengeData());
    Bytes message = V5MessageCodec.encode(new V5Message.Ping(Bytes.of(1, 2, 3, 4, 5), 5));
    handshake =
        frame.with(crypto.encrypt(keys.initiator(), NONCE, message, frame.additionalData()));
    V5Codec.Framed ordinary = writer.ordinary(us, them, IV, NEXT_NONCE);
    ping =
        ordinary.with(
            crypto.encrypt(keys.initiator(), NEXT_NONCE, message, ordinary.additionalData()));
    sessions.install(peer, new V5Sessions.Session(keys.recipient(), keys.initiator(), 0));
  }

  private void makePlaces(SplittableRandom random) {
    for (int i = 0; i < SESSIONS; i++) {
      places.add(new Place(NodeId.random(random), address));
    }
  }

  /** As many sessions as are kept; their bytes are those of keys and map, beside their places. */
  @Benchmark
  public V5Sessions sessions2048() {
    V5Sessions full = new V5Sessions(crypto);
    for (Place place : places) {
      byte[] keys = place.node().bytes().toArrayUnsafe();
      full.install(place, new V5Sessions.Session(V5Crypto.key(keys, 0), V5Crypto.key(keys, 16), 0));
    }
    return full;
  }

  @Benchmark
  public V5Message handshake() {
    sessions.challenged(peer, challenge);
    V5Packet.Handshake packet = (V5Packet.Handshake) codec.decode(handshake);
    V5Sessions.Challenge open = sessions.take(0, peer).orElseThrow();
    NodeRecord record = NodeRecord.decode(curve, packet.record().orElseThrow());
    if (!crypto.verifyIdentity(
        packet.idSignature(),
        record.publicKey(),
        open.challengeData(),
        packet.ephemeralKey(),
        us)) {
      throw new IllegalStateException("a handshake that is correct");
    }
    PublicKey ephemeral = PublicKey.ofCompressed(curve, packet.ephemeralKey());
    V5Crypto.Keys keys =
        crypto.deriveKeys(ours, ephemeral, packet.source(), us, open.challengeData());
    Bytes message =
        crypto.decrypt(keys.initiator(), packet.nonce(), packet.message(), packet.additionalData());
    sessions.install(peer, new V5Sessions.Session(keys.recipient(), keys.initiator(), 0));
    return V5MessageCodec.decode(message, r -> NodeRecord.decode(curve, r));
  }

  @Benchmark
  public V5Message ping() {
    V5Packet.Ordinary packet = (V5Packet.Ordinary) codec.decode(ping);
    Bytes message = sessions.read(new Place(packet.source(), address), packet).orElseThrow();
    return V5MessageCodec.decode(message, r -> NodeRecord.decode(curve, r));
  }
}

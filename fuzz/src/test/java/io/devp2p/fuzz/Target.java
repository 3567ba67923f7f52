package io.devp2p.fuzz;

import io.devp2p.core.Violation;
import io.devp2p.discovery.dns.DnsTargets;
import io.devp2p.discovery.netty.TxtTargets;
import io.devp2p.rlpx.RlpxTargets;
import io.devp2p.wire.p2p.P2pTargets;
import io.devp2p.wire.snap.SnapTargets;
import java.util.function.Consumer;
import org.apache.tuweni.bytes.Bytes;

/**
 * The decoders of what a peer sends, each fed with any bytes. Where a decoder takes more than
 * bytes, the first of them choose it. What is read is written again, and must then be the same.
 */
public enum Target {
  RLP_READER(CoreTargets::reader),
  RLP_INTEGERS(CoreTargets::integers),
  RECORD(CoreTargets::record),
  RECORD_TEXT(CoreTargets::recordText),
  ENODE_URL(CoreTargets::enode),
  KEYS(CoreTargets::keys),
  TREE_ROOT(DnsTargets::root),
  TREE_ENTRY(DnsTargets::entry),
  TXT(TxtTargets::join),
  V4_PACKET(DiscoveryTargets::v4Packet),
  V4_PAYLOAD(DiscoveryTargets::v4Payload),
  V5_HEADER(DiscoveryTargets::v5Header),
  V5_AUTHDATA(DiscoveryTargets::v5Authdata),
  V5_MESSAGE(DiscoveryTargets::v5Message),
  ECIES(RlpxTargets::ecies),
  AUTH(RlpxTargets::auth),
  ACK(RlpxTargets::ack),
  FRAME_HEADER(RlpxTargets::frameHeader),
  FRAME_STREAM(RlpxTargets::frameStream),
  SNAPPY(P2pTargets::snappy),
  HELLO(P2pTargets::hello),
  DISCONNECT(P2pTargets::disconnect),
  STATUS(WireTargets::status),
  ETH_MESSAGE(WireTargets::ethMessage),
  CHAIN_VIEW(WireTargets::chainView),
  SNAP_MESSAGE(SnapTargets::message);

  @SuppressWarnings("ImmutableEnumChecker") // a reference to a static method
  private final Consumer<Bytes> decoder;

  Target(Consumer<Bytes> decoder) {
    this.decoder = decoder;
  }

  /** Nothing but a {@link Violation} may come out of the decoder; anything else does so here. */
  public void feed(byte[] input) {
    try {
      decoder.accept(Bytes.wrap(input));
    } catch (Violation refused) {
      // that is what a decoder may say to anything
    }
  }

  /** One value, then another. */
  public static void same(Object first, Object second) {
    if (!first.equals(second)) {
      throw new AssertionError(first + " became " + second);
    }
  }

  /** The first byte below a bound; 0 where there is none. */
  public static int choice(Bytes input, int bound) {
    return input.isEmpty() ? 0 : (input.get(0) & 0xff) % bound;
  }

  /** What follows the first bytes. */
  public static Bytes after(int count, Bytes input) {
    return input.size() <= count ? Bytes.EMPTY : input.slice(count);
  }
}

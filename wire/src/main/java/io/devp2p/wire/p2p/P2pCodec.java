package io.devp2p.wire.p2p;

import io.devp2p.core.Violation;
import io.devp2p.core.rlp.RlpReader;
import io.devp2p.core.rlp.RlpWriter;
import io.devp2p.wire.Capability;
import io.devp2p.wire.ClientId;
import io.devp2p.wire.DisconnectReason;
import io.devp2p.wire.p2p.P2pMessage.Disconnect;
import io.devp2p.wire.p2p.P2pMessage.Disconnect.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** Messages of the base protocol on the wire (devp2p rlpx.md). Pure; any thread. */
public final class P2pCodec {

  /** Largest Hello, and largest frame before Hello (go-ethereum baseProtocolMaxMsgSize). */
  public static final int HELLO_LIMIT = 2048;

  /** Most capabilities of a Hello: real nodes list under 10. */
  private static final int MAX_CAPABILITIES = 64;

  /** Most elements of a Hello that nobody knows. */
  private static final int MAX_EXTRA = 16;

  /** Largest Disconnect, uncompressed: a few bytes by the specification. */
  private static final int DISCONNECT_LIMIT = 64;

  /** Bytes of a Disconnect that are kept for whoever must find out what it was. */
  private static final int RAW_LIMIT = 16;

  private P2pCodec() {}

  /** Writes the data of a message, before compression. */
  public static Bytes encode(P2pMessage message) {
    return RlpWriter.encodeList(w -> {
      switch (message) {
        case Hello h ->
            w.uint(h.version())
                .bytes(h.client().bytes())
                .list(
                    h.capabilities(),
                    (c, capability) ->
                        c.list(e -> e.text(capability.name()).uint(capability.version())))
                .uint(h.listenPort())
                .bytes(h.nodeKey());
        case Disconnect d -> {
          if (d.reason().isValue()) {
            w.uint(d.reason().code());
          }
        }
        case P2pMessage.Ping ping -> {}
        case P2pMessage.Pong pong -> {}
      }
    });
  }

  /**
   * Reads a Hello; ignores further elements.
   *
   * @throws Violation of a {@link P2pRule} or an RLP rule
   */
  public static Hello decodeHello(Bytes payload) {
    Violation.unless(payload.size() <= HELLO_LIMIT, P2pRule.P2P_MESSAGE_SIZE);
    RlpReader in = RlpReader.of(payload).list();
    long version = in.uint64();
    ClientId client = new ClientId(in.bytes());
    List<Capability> capabilities = decodeCapabilities(in.list());
    Hello hello = new Hello(version, client, capabilities, in.uint64(), in.bytes(64));
    for (int extra = 0; !in.isAtEnd(); extra++) {
      Violation.unless(extra < MAX_EXTRA, P2pRule.P2P_HELLO_EXTRA);
      in.skip();
    }
    return hello;
  }

  private static List<Capability> decodeCapabilities(RlpReader in) {
    List<Capability> capabilities = new ArrayList<>();
    while (!in.isAtEnd()) {
      Violation.unless(capabilities.size() < MAX_CAPABILITIES, P2pRule.P2P_HELLO_CAPABILITIES);
      RlpReader entry = in.list();
      byte[] name = entry.bytes().toArrayUnsafe();
      capabilities.add(Capability.ofBytes(name, entry.uint(Integer.MAX_VALUE)));
    }
    return capabilities;
  }

  /**
   * Reads a Disconnect in any form that is seen in the wild, compressed or not. Total: what cannot
   * be read is {@link DisconnectReason#UNKNOWN}.
   */
  public static Disconnect decodeDisconnect(Bytes payload) {
    Bytes kept = payload.slice(0, Math.min(payload.size(), RAW_LIMIT)).copy();
    Optional<Disconnect> raw = readRaw(payload, false, kept);
    if (raw.isPresent()) {
      return raw.get();
    }
    // A block of one byte has three already, and a raw list never declares so few bytes.
    if (payload.size() > 2) {
      try {
        byte[] data = payload.toArrayUnsafe();
        Bytes plain = Snappy.uncompress(data, 0, data.length, DISCONNECT_LIMIT);
        Optional<Disconnect> inside = readRaw(plain, true, kept);
        if (inside.isPresent()) {
          return inside.get();
        }
      } catch (Violation notSnappy) {
        // unreadable then
      }
    }
    return new Disconnect(DisconnectReason.UNKNOWN, Form.UNREADABLE, false, kept);
  }

  private static Optional<Disconnect> readRaw(Bytes payload, boolean compressed, Bytes kept) {
    if (payload.isEmpty()) {
      return Optional.of(new Disconnect(DisconnectReason.NO_REASON, Form.EMPTY, compressed, kept));
    }
    try {
      RlpReader in = RlpReader.of(payload);
      if (in.nextIsList()) {
        return readList(in, compressed, kept);
      }
      Bytes text = in.bytes();
      in.end();
      if (text.size() > 1) {
        RlpReader inside = RlpReader.of(text);
        return inside.nextIsList()
            ? readList(inside, compressed, kept)
                .map(d -> new Disconnect(d.reason(), Form.LIST_IN_STRING, compressed, kept))
            : Optional.empty();
      }
      DisconnectReason reason = reason(text);
      Form form = reason.code() == 0 ? Form.BARE_ZERO : Form.BARE;
      return Optional.of(new Disconnect(reason, form, compressed, kept));
    } catch (Violation notRlp) {
      return Optional.empty();
    }
  }

  private static Optional<Disconnect> readList(RlpReader in, boolean compressed, Bytes kept) {
    RlpReader list = in.list();
    in.end();
    if (list.isAtEnd()) {
      return Optional.of(
          new Disconnect(DisconnectReason.NO_REASON, Form.EMPTY_LIST, compressed, kept));
    }
    Bytes value = list.bytesUpTo(1);
    Form form =
        !list.isAtEnd()
            ? Form.LONG_LIST
            : value.size() == 1 && value.get(0) == 0 ? Form.LIST_RAW_ZERO : Form.LIST;
    return Optional.of(new Disconnect(reason(value), form, compressed, kept));
  }

  /** The value of an integer of at most one byte, whether it is canonical or not. */
  private static DisconnectReason reason(Bytes value) {
    return new DisconnectReason(value.isEmpty() ? 0 : value.get(0) & 0xff);
  }
}

package io.devp2p.interop.dialogue;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.devp2p.core.crypto.PublicKey;
import java.util.ArrayList;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/**
 * A Hello as its elements: version, client, capabilities, listen port, node key.
 *
 * @param items the elements, encoded
 */
public record RlpxText(List<Bytes> items) {

  /** Code of Hello. */
  public static final int HELLO = 0x00;

  /** Code of Disconnect. */
  public static final int DISCONNECT = 0x01;

  /** Code of Ping. */
  public static final int PING = 0x02;

  /** Code of Pong. */
  public static final int PONG = 0x03;

  /** First code that belongs to a capability. */
  public static final int CAPABILITIES = 0x10;

  private static final int P2P = 5;

  public RlpxText {
    items = List.copyOf(items);
  }

  /** A right one that offers capabilities as they are encoded. */
  public static RlpxText hello(PublicKey key, Bytes capabilities) {
    return new RlpxText(
        List.of(
            Items.uint(P2P),
            Items.bytes(Bytes.wrap("interop suite".getBytes(UTF_8))),
            capabilities,
            Items.uint(0),
            Items.bytes(key.bytes())));
  }

  /** A capability. */
  public static Bytes capability(String name, int version) {
    return Items.list(Items.bytes(Bytes.wrap(name.getBytes(UTF_8))), Items.uint(version));
  }

  /** With another element in its place, counted from 0. */
  public RlpxText with(int index, Bytes item) {
    List<Bytes> changed = new ArrayList<>(items);
    changed.set(index, item);
    return new RlpxText(changed);
  }

  /** With more elements. */
  public RlpxText plus(Bytes... more) {
    List<Bytes> changed = new ArrayList<>(items);
    changed.addAll(List.of(more));
    return new RlpxText(changed);
  }

  /** The payload. */
  public Bytes encoded() {
    return Items.list(items);
  }
}

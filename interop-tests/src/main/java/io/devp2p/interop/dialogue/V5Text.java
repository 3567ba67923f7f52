package io.devp2p.interop.dialogue;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import org.apache.tuweni.bytes.Bytes;

/** Messages of discv5 before they are encrypted, also such as no codec would write. */
public final class V5Text {

  private V5Text() {}

  /** A type and a list of items. */
  public static Bytes of(int type, Bytes... items) {
    return Bytes.concatenate(Bytes.of(type), Items.list(items));
  }

  /** A PING. */
  public static Bytes ping(Bytes requestId) {
    return of(0x01, Items.bytes(requestId), Items.uint(1));
  }

  /** A PONG, to an address of IPv4 that does not matter. */
  public static Bytes pong(Bytes requestId) {
    return of(
        0x02,
        Items.bytes(requestId),
        Items.uint(1),
        Items.bytes(Bytes.of(127, 0, 0, 1)),
        Items.uint(9));
  }

  /** A FINDNODE. */
  public static Bytes findNode(Bytes requestId, int... distances) {
    Bytes list = Items.list(Arrays.stream(distances).mapToObj(Items::uint).toList());
    return of(0x03, Items.bytes(requestId), list);
  }

  /** A NODES in one packet. */
  public static Bytes nodes(Bytes requestId, Bytes... records) {
    return of(0x04, Items.bytes(requestId), Items.uint(1), Items.list(records));
  }

  /** A TALKREQ. */
  public static Bytes talk(Bytes requestId, String protocol, Bytes request) {
    Bytes name = Bytes.wrap(protocol.getBytes(US_ASCII));
    return of(0x05, Items.bytes(requestId), Items.bytes(name), Items.bytes(request));
  }

  /** A TALKRESP. */
  public static Bytes talked(Bytes requestId, Bytes response) {
    return of(0x06, Items.bytes(requestId), Items.bytes(response));
  }
}

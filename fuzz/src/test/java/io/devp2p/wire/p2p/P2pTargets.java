package io.devp2p.wire.p2p;

import io.devp2p.fuzz.Target;
import org.apache.tuweni.bytes.Bytes;

/** The base protocol, and the compression below all others. */
public final class P2pTargets {

  /** Bytes that a block may become. */
  private static final int LIMIT = 1 << 16;

  private P2pTargets() {}

  /** A block of Snappy. */
  public static void snappy(Bytes input) {
    byte[] data = input.toArray();
    Bytes plain = Snappy.uncompress(data, 0, data.length, LIMIT);
    byte[] again = Snappy.compress(plain);
    Target.same(plain, Snappy.uncompress(again, 0, again.length, LIMIT));
  }

  /** Hello; a name of other bytes than ASCII is kept as text that says so, and never sent. */
  public static void hello(Bytes input) {
    Hello hello = P2pCodec.decodeHello(input);
    if (hello.capabilities().stream().noneMatch(c -> c.name().indexOf('\ufffd') >= 0)) {
      Target.same(hello, P2pCodec.decodeHello(P2pCodec.encode(hello)));
    }
  }

  /** Disconnect in all its forms, none of which may be refused. */
  public static void disconnect(Bytes input) {
    P2pCodec.decodeDisconnect(input);
  }
}

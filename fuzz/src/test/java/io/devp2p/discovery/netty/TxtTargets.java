package io.devp2p.discovery.netty;

import io.netty.buffer.Unpooled;
import org.apache.tuweni.bytes.Bytes;

/** The strings of a TXT record, which the resolver joins by itself. */
public final class TxtTargets {

  private TxtTargets() {}

  /** Content of a record, of any length. */
  public static void join(Bytes input) {
    if (NettyTxtResolver.text(Unpooled.wrappedBuffer(input.toArrayUnsafe())).size()
        > input.size()) {
      throw new AssertionError("a text longer than its strings");
    }
  }
}

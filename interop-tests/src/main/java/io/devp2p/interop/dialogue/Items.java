package io.devp2p.interop.dialogue;

import io.devp2p.core.rlp.RlpWriter;
import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/** Single RLP items, to be put together in ways that no codec would. */
public final class Items {

  private Items() {}

  /** An unsigned integer. */
  public static Bytes uint(long value) {
    return RlpWriter.encode(w -> w.uint(value));
  }

  /** A string. */
  public static Bytes bytes(Bytes value) {
    return RlpWriter.encode(w -> w.bytes(value));
  }

  /** A list of items. */
  public static Bytes list(Bytes... items) {
    return list(List.of(items));
  }

  /** A list of items. */
  public static Bytes list(Collection<Bytes> items) {
    return RlpWriter.encodeList(w -> items.forEach(w::raw));
  }

  /** An endpoint of discv4. */
  public static Bytes endpoint(Bytes ip, int udp, int tcp) {
    return list(bytes(ip), uint(udp), uint(tcp));
  }

  /** An address as it stands in endpoints and records: 4 or 16 bytes. */
  public static Bytes ip(InetAddress address) {
    return Bytes.wrap(address.getAddress());
  }
}

package io.devp2p.wire.eth;

import io.devp2p.core.rlp.RlpReader;
import io.devp2p.core.rlp.RlpWriter;
import java.util.ArrayList;
import java.util.List;
import org.apache.tuweni.bytes.Bytes32;

/** An entry of the access list of a transaction (EIP-2930). */
public record AccessListEntry(Address address, List<Bytes32> storageKeys) {

  public AccessListEntry {
    storageKeys = List.copyOf(storageKeys);
  }

  /** Goes past a whole access list, of which nothing may be wrong. */
  static void skipList(RlpReader in) {
    while (!in.isAtEnd()) {
      RlpReader entry = in.list();
      entry.skipBytes(Address.SIZE);
      RlpReader keys = entry.list();
      entry.end();
      while (!keys.isAtEnd()) {
        keys.skipBytes(Bytes32.SIZE);
      }
    }
  }

  static List<AccessListEntry> readList(RlpReader in) {
    List<AccessListEntry> list = new ArrayList<>();
    while (!in.isAtEnd()) {
      RlpReader entry = in.list();
      Address address = new Address(entry.bytes(Address.SIZE));
      RlpReader keys = entry.list();
      entry.end();
      list.add(new AccessListEntry(address, EthCodec.readHashes(keys, Integer.MAX_VALUE)));
    }
    return list;
  }

  void write(RlpWriter out) {
    out.list(w -> w.bytes(address.bytes()).list(storageKeys, RlpWriter::bytes));
  }
}

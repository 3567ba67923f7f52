package io.devp2p.interop.dialogue;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.interop.peers.Json;
import io.devp2p.wire.eth.Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.tuweni.bytes.Bytes32;

/** {@code accounts.json} of a test chain: secret keys by address. */
final class Senders {

  private Senders() {}

  static List<NodeKey> read(Path file) throws IOException {
    if (!(Json.parse(Files.readString(file)) instanceof Json.Fields accounts)) {
      throw new IOException(file + ": no object");
    }
    List<NodeKey> keys = new ArrayList<>();
    for (Json account : accounts.values().values()) {
      keys.add(NodeKey.of(Bytes32.fromHexString(account.text("key"))));
    }
    keys.sort(Comparator.comparing(key -> Address.of(key.publicKey())));
    return keys;
  }
}

package io.devp2p.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.crypto.Keccak;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.interop.peers.Geth;
import io.devp2p.interop.peers.Installation;
import io.devp2p.interop.peers.PeerCatalog;
import io.devp2p.node.Coverage;
import io.devp2p.node.Stores;
import io.devp2p.node.Sync;
import io.devp2p.wire.eth.Header;
import io.devp2p.wire.snap.Account;
import io.devp2p.wire.trie.Leaf;
import io.devp2p.wire.trie.NodeSource;
import io.devp2p.wire.trie.Trie;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What chain.rlp does not have comes from a live geth, and is what the files would have given. */
@ExtendWith(PeerExtension.class)
final class NodeSyncTest {

  @TempDir Path folder;

  @Test
  @RequiresPeer("geth-1.17.10")
  void allThatIsMissingComesFromGeth(Geth geth, PeerRun run) throws Exception {
    Installation installation = run.installation(PeerCatalog.one("geth-1.17.10"));
    Path whole = installation.path("chain");
    Path bare = Files.createDirectory(folder.resolve("bare"));
    for (String file : List.of("genesis.json", "chain.rlp")) {
      Files.copy(whole.resolve(file), bare.resolve(file));
    }
    Path synced = folder.resolve("synced");
    try (Stores stores = Stores.open(bare, synced)) {
      assertThat(stores.statesHeld().have()).isZero();
      assertThat(sync(stores, geth)).isTrue();
      assertThat(stores.receiptsHeld()).isEqualTo(new Coverage(601, 601));
      assertThat(stores.accessListsHeld()).isEqualTo(new Coverage(565, 565));
      assertThat(stores.statesHeld()).isEqualTo(new Coverage(128, 128));
      try (Stores ofFiles = Stores.open(whole, folder.resolve("files"))) {
        assertThat(ofFiles.statesHeld().isWhole()).isTrue();
        assertThat(nodes(stores)).isEqualTo(nodes(ofFiles));
      }
    }
    completesWhatWasKilled(bare, Files.readAllBytes(synced.resolve("items")), geth);
  }

  /** A killed process leaves a file that ends anywhere. */
  private void completesWhatWasKilled(Path bare, byte[] items, Geth geth) throws Exception {
    Path killed = Files.createDirectory(folder.resolve("killed"));
    Files.write(killed.resolve("items"), Arrays.copyOf(items, items.length / 2));
    try (Stores stores = Stores.open(bare, killed)) {
      assertThat(stores.isWhole()).isFalse();
      assertThat(sync(stores, geth)).isTrue();
    }
  }

  private static boolean sync(Stores stores, Geth geth) throws Exception {
    return Sync.run(NodeKey.generate(new SecureRandom()), stores, List.of(geth.peer().node()));
  }

  /** All nodes of the last states, and the codes, by hash. */
  private static Map<Bytes32, Bytes> nodes(Stores stores) throws IOException {
    Map<Bytes32, Bytes> nodes = new HashMap<>();
    NodeSource recording = hash -> nodes.computeIfAbsent(hash, stores.states().nodes()::node);
    for (Header header : stores.chain().recent()) {
      Iterator<Leaf> accounts = Trie.of(recording, header.stateRoot()).leaves();
      while (accounts.hasNext()) {
        Account account = Account.decode(accounts.next().value());
        if (account.hasStorage() && !nodes.containsKey(account.storageRoot())) {
          Trie.of(recording, account.storageRoot()).leaves().forEachRemaining(slot -> {});
        }
        if (account.hasCode()) {
          nodes.put(account.codeHash(), stores.states().code(account.codeHash()).orElseThrow());
        }
      }
    }
    nodes.forEach((hash, node) -> assertThat(Keccak.hash(node)).isEqualTo(hash));
    return nodes;
  }
}

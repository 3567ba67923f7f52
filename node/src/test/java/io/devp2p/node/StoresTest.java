package io.devp2p.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.wire.eth.EthBackend;
import io.devp2p.wire.eth.Header;
import io.devp2p.wire.snap.Account;
import io.devp2p.wire.snap.SnapBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.units.bigints.UInt256;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoresTest {

  /** More blocks than states are kept of. */
  private static final int LENGTH = 140;

  @TempDir Path folder;
  private final TestChain chain = TestChain.of(LENGTH);
  private Path files = Path.of("");
  private Path data = Path.of("");

  @BeforeEach
  void write() throws IOException {
    files = Files.createDirectory(folder.resolve("chain"));
    data = folder.resolve("data");
    chain.write(files);
  }

  @Test
  void servesTheBlocksOfTheFiles() throws IOException {
    try (Stores stores = Stores.open(files, data)) {
      EthBackend eth = stores.eth();
      for (Header header : chain.headers()) {
        assertThat(eth.header(header.number())).contains(header.encoding());
        assertThat(eth.header(header.hash())).contains(header.encoding());
        assertThat(eth.body(header.hash())).contains(Bytes.fromHexString("0xc3c0c0c0"));
        assertThat(eth.receipts(header.hash())).contains(Bytes.of(0xc0));
      }
      assertThat(eth.accessList(chain.head().hash())).contains(chain.accessList(chain.head()));
      assertThat(eth.header(LENGTH + 1)).isEmpty();
      assertThat(eth.header(-1)).isEmpty();
      assertThat(eth.body(Bytes32.ZERO)).isEmpty();
      assertThat(eth.receipts(Bytes32.ZERO)).isEmpty();
      assertThat(eth.accessList(chain.headers().getFirst().hash())).contains(Bytes.of(0xc0));
      assertThat(eth.accessList(Bytes32.ZERO)).isEmpty();
    }
  }

  @Test
  void saysWhereTheChainStands() throws IOException {
    try (Stores stores = Stores.open(files, data)) {
      var status = stores.chain().status();
      assertThat(status.networkId()).isEqualTo(3503995874084926L);
      assertThat(status.genesis()).isEqualTo(chain.headers().getFirst().hash());
      assertThat(status.latestHash()).isEqualTo(chain.head().hash());
      assertThat(status.totalDifficulty()).isEqualTo(UInt256.valueOf(LENGTH + 1));
      assertThat(status.forkId().next()).isZero(); // the fork of time 30 has passed
      assertThat(stores.chain().isCompatible(status.forkId())).isTrue();
    }
  }

  /** The states of the last 128 blocks come from the last one and the access lists. */
  @Test
  void hasTheStatesOfTheLastBlocks() throws IOException {
    try (Stores stores = Stores.open(files, data)) {
      assertThat(stores.isWhole()).isTrue();
      assertThat(stores.statesHeld()).isEqualTo(new Coverage(128, 128));
      SnapBackend snap = stores.snap();
      for (Header header : chain.headers()) {
        int n = (int) header.number();
        assertThat(snap.state(header.stateRoot()).isPresent()).isEqualTo(n > LENGTH - 128);
        if (n > LENGTH - 128) {
          assertThat(stores.states().account(header.stateRoot(), TestChain.CHANGING))
              .map(Account::balance)
              .contains(UInt256.valueOf(1000 + n));
          assertThat(stores.states().account(header.stateRoot(), TestChain.COMING_AND_GOING))
              .map(Account::balance)
              .isEqualTo(n % 2 == 1 ? Optional.of(UInt256.ONE) : Optional.empty());
        }
      }
      Bytes32 code =
          stores
              .states()
              .account(chain.head().stateRoot(), TestChain.CONTRACT)
              .orElseThrow()
              .codeHash();
      assertThat(snap.code(code)).contains(Bytes.fromHexString("0x6000"));
    }
  }

  @Test
  void keepsThemUntilTheNextTime() throws IOException {
    Stores.open(files, data).close();
    long size = Files.size(data.resolve("items"));
    try (Stores stores = Stores.open(files, data)) {
      assertThat(stores.chain().head()).isEqualTo(chain.head());
      assertThat(stores.statesHeld().isWhole()).isTrue();
    }
    assertThat(Files.size(data.resolve("items"))).isEqualTo(size);
  }

  /** Whenever it is killed, the next call takes in the rest. */
  @Test
  void takesInTheRestWhereItWasKilled() throws IOException {
    Stores.open(files, data).close();
    byte[] all = Files.readAllBytes(data.resolve("items"));
    for (int i = 0; i < 4; i++) {
      Path killed = Files.createDirectory(folder.resolve("killed" + i));
      Files.write(killed.resolve("items"), Arrays.copyOf(all, all.length * i / 4));
      try (Stores stores = Stores.open(files, killed)) {
        assertThat(stores.chain().head()).isEqualTo(chain.head());
        assertThat(stores.statesHeld().isWhole()).isTrue();
        assertThat(stores.isWhole()).isTrue();
      }
    }
  }

  @Test
  void hasOnlyTheLastStateWithoutAccessLists() throws IOException {
    Files.delete(files.resolve("newpayload.json"));
    try (Stores stores = Stores.open(files, data)) {
      assertThat(stores.statesHeld()).isEqualTo(new Coverage(1, 128));
      assertThat(stores.accessListsHeld()).isEqualTo(new Coverage(1, LENGTH + 1));
      assertThat(stores.snap().state(chain.head().stateRoot())).isPresent();
    }
  }

  @Test
  void hasBlocksWithoutStates() throws IOException {
    Files.delete(files.resolve("newpayload.json"));
    Files.delete(files.resolve("headstate.json"));
    try (Stores stores = Stores.open(files, data)) {
      assertThat(stores.chain().size()).isEqualTo(LENGTH + 1);
      assertThat(stores.statesHeld().have()).isZero();
      assertThat(stores.snap().state(chain.head().stateRoot())).isEmpty();
    }
  }

  @Test
  void growsWithTheFiles() throws IOException {
    Stores.open(files, data).close();
    TestChain longer = TestChain.of(LENGTH + 5);
    longer.write(files);
    try (Stores stores = Stores.open(files, data)) {
      assertThat(stores.chain().head()).isEqualTo(longer.head());
      assertThat(stores.statesHeld().isWhole()).isTrue();
    }
  }
}

package io.devp2p.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devp2p.core.rlp.RlpWriter;
import io.devp2p.node.files.ChainFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with a chain directory is told in one line, and what was there before stays. */
final class BadFilesTest {

  private static final TestChain CHAIN = TestChain.of(3);

  /**
   * A directory made wrong.
   *
   * @param line how the line ends: file, place, reason
   */
  record Wrong(String line, Change change) {
    @Override
    public String toString() {
      return line;
    }
  }

  interface Change {
    void on(Path directory) throws IOException;
  }

  static Stream<Wrong> wrongs() {
    return Stream.of(
        new Wrong(
            "/genesis.json: no such file or directory",
            d -> Files.delete(d.resolve("genesis.json"))),
        new Wrong(
            "/chain.rlp: no such file or directory", d -> Files.delete(d.resolve("chain.rlp"))),
        new Wrong("/genesis.json: line 1: not JSON", d -> write(d, "genesis.json", "{")),
        new Wrong("/genesis.json: config: missing", d -> write(d, "genesis.json", "{}")),
        new Wrong(
            "/genesis.json: difficulty: not a number",
            d -> write(d, "genesis.json", TestChain.genesis("0xx"))),
        new Wrong(
            "/chain.rlp: block 1: does not follow the block before it",
            d -> write(d, "genesis.json", TestChain.genesis("0x2"))),
        new Wrong(
            "/chain.rlp: block 2: does not follow the block before it",
            d ->
                Files.write(
                    d.resolve("chain.rlp"), Bytes.concatenate(block(1), block(3)).toArray())),
        new Wrong(
            "/chain.rlp: block 3: wrong transactions root",
            d -> {
              Bytes header = CHAIN.headers().get(3).encoding();
              Bytes transaction = Bytes.concatenate(Bytes.of(2), Bytes.wrap(new byte[100]));
              Bytes wrong =
                  RlpWriter.encodeList(w -> {
                    w.raw(header).list(transactions -> transactions.bytes(transaction));
                    w.list(ommers -> {}).list(withdrawals -> {});
                  });
              Files.write(
                  d.resolve("chain.rlp"), Bytes.concatenate(block(1), block(2), wrong).toArray());
            }),
        new Wrong(
            "/chain.rlp: block 3: malformed: RLP_TRUNCATED",
            d ->
                Files.write(
                    d.resolve("chain.rlp"),
                    CHAIN.blocks().slice(0, CHAIN.blocks().size() - 1).toArray())),
        new Wrong(
            "the header has " + CHAIN.head().stateRoot(),
            d -> write(d, "headstate.json", "{\"accounts\": {}}")),
        new Wrong(
            "/newpayload.json: block 3: access list: ACCESS_LIST_HASH",
            d ->
                write(
                    d,
                    "newpayload.json",
                    CHAIN.payloads().replace(CHAIN.accessList(CHAIN.head()).toString(), "0xc0"))),
        new Wrong("/newpayload.json: not an array", d -> write(d, "newpayload.json", "{}")));
  }

  private static Bytes block(int number) {
    return TestChain.block(CHAIN.headers().get(number));
  }

  private static void write(Path directory, String file, String text) throws IOException {
    Files.writeString(directory.resolve(file), text);
  }

  @TempDir Path folder;
  private Path data = Path.of("");

  @BeforeEach
  void name() {
    data = folder.resolve("data");
  }

  private Path directory(String name, Change change) throws IOException {
    Path directory = Files.createDirectory(folder.resolve(name));
    CHAIN.write(directory);
    change.on(directory);
    return directory;
  }

  @ParameterizedTest
  @MethodSource("wrongs")
  void isTold(Wrong wrong) throws IOException {
    Path directory = directory("wrong", wrong.change());
    assertThatThrownBy(() -> Stores.open(directory, data))
        .isInstanceOf(ChainFileException.class)
        .message()
        .startsWith(directory.toString())
        .endsWith(wrong.line())
        .doesNotContain("\n");
    Stores.open(directory("right", d -> {}), data).close();
    byte[] before = Files.readAllBytes(data.resolve("items"));
    assertThatThrownBy(() -> Stores.open(directory, data)).isInstanceOf(ChainFileException.class);
    assertThat(data.resolve("items")).hasBinaryContent(before);
  }

  @Test
  void anotherChainDoesNotReplaceOurs() throws IOException {
    Stores.open(directory("ours", d -> {}), data).close();
    byte[] before = Files.readAllBytes(data.resolve("items"));
    Path other = Files.createDirectory(folder.resolve("other"));
    write(other, "genesis.json", TestChain.genesis("0x2"));
    Files.write(other.resolve("chain.rlp"), new byte[0]);
    assertThatThrownBy(() -> Stores.open(other, data))
        .isInstanceOf(ChainFileException.class)
        .hasMessageContaining("block 0: another one, " + CHAIN.headers().getFirst().hash());
    assertThat(data.resolve("items")).hasBinaryContent(before);
  }
}

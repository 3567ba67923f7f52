package io.devp2p.node.files;

import io.devp2p.core.crypto.Keccak;
import io.devp2p.wire.eth.Header;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * A directory with a chain, laid out as go-ethereum's test chains are: {@code genesis.json} and
 * {@code chain.rlp}, and where there are any {@code headstate.json}, the state of the last block,
 * and {@code newpayload.json}, in which are access lists of blocks. Nothing is written to it.
 */
public final class ChainDirectory {

  /** A file as it was read. */
  private record Content(Path file, Bytes bytes) {

    static Content of(Path file) throws ChainFileException {
      return new Content(file, ChainFile.read(file));
    }

    static Optional<Content> ifThere(Path file) throws ChainFileException {
      return Files.exists(file) ? Optional.of(of(file)) : Optional.empty();
    }

    Json json() throws ChainFileException {
      return Json.parse(file, bytes);
    }

    Bytes32 hash() {
      return Keccak.hash(bytes);
    }
  }

  private final Content chain;
  private final Optional<Content> headState;
  private final Optional<Content> payloads;
  private final Genesis genesis;
  private final Bytes32 digest;

  private ChainDirectory(Path directory) throws ChainFileException {
    Content settings = Content.of(directory.resolve("genesis.json"));
    this.chain = Content.of(directory.resolve("chain.rlp"));
    this.headState = Content.ifThere(directory.resolve("headstate.json"));
    this.payloads = Content.ifThere(directory.resolve("newpayload.json"));
    this.genesis = GenesisFile.parse(settings.json());
    this.digest =
        Keccak.hash(
            settings.hash(),
            chain.hash(),
            headState.map(Content::hash).orElse(Bytes32.ZERO),
            payloads.map(Content::hash).orElse(Bytes32.ZERO));
  }

  /**
   * Reads a directory into memory; of the files only {@code genesis.json} is looked into.
   *
   * @throws ChainFileException if it cannot be used
   */
  public static ChainDirectory read(Path directory) throws ChainFileException {
    return new ChainDirectory(directory);
  }

  /** What tells this content of a directory from another. */
  public Bytes32 digest() {
    return digest;
  }

  /** The file with the blocks. */
  public Path chain() {
    return chain.file;
  }

  public Genesis genesis() {
    return genesis;
  }

  /**
   * The blocks that follow block 0. Each follows the one before, and its body is that of its
   * header.
   */
  public List<Block> blocks() throws ChainFileException {
    return BlocksFile.parse(chain.file, chain.bytes, genesis.header());
  }

  /**
   * The state of the last block; empty if there is no file with it.
   *
   * @param head the last block, whose state it must be
   */
  public Optional<HeadState> headState(Header head) throws ChainFileException {
    return headState.isPresent()
        ? Optional.of(HeadState.parse(headState.get().json(), head))
        : Optional.empty();
  }

  /**
   * Access lists of blocks; none if there is no file with them.
   *
   * @param blocks all that access lists may be there of
   * @return by the hash of the block, each as its header commits to it
   */
  public Map<Bytes32, Bytes> accessLists(Collection<Block> blocks) throws ChainFileException {
    return payloads.isPresent() ? PayloadsFile.parse(payloads.get().json(), blocks) : Map.of();
  }
}

package io.devp2p.node.files;

import io.devp2p.core.Violation;
import io.devp2p.core.rlp.RlpReader;
import io.devp2p.core.rlp.RlpWriter;
import io.devp2p.wire.eth.BlockBody;
import io.devp2p.wire.eth.BlockRule;
import io.devp2p.wire.eth.Header;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/**
 * {@code chain.rlp}: blocks in RLP, one behind the other, from block 1 on, or from block 0. A block
 * is the header and what is in the body, in one list.
 */
final class BlocksFile {

  private final Path file;
  private final Header genesis;
  private final List<Block> blocks = new ArrayList<>();

  private BlocksFile(Path file, Header genesis) {
    this.file = file;
    this.genesis = genesis;
  }

  /** The blocks that follow block 0. Each is verified. */
  static List<Block> parse(Path file, Bytes content, Header genesis) throws ChainFileException {
    BlocksFile parsed = new BlocksFile(file, genesis);
    RlpReader in = RlpReader.of(content);
    while (!in.isAtEnd()) {
      parsed.add(in);
    }
    return List.copyOf(parsed.blocks);
  }

  private void add(RlpReader in) throws ChainFileException {
    Header parent = blocks.isEmpty() ? genesis : blocks.getLast().header();
    try {
      Block block = read(in.raw().copy());
      boolean isGenesis = blocks.isEmpty() && block.header().number() == genesis.number();
      if (!isGenesis) {
        block.check(parent);
        blocks.add(block);
      } else if (!block.header().hash().equals(genesis.hash())) {
        throw new ChainFileException(
            file, "block " + genesis.number(), "not that of genesis.json, " + genesis.hash());
      }
    } catch (Violation wrong) {
      throw new ChainFileException(
          file, "block " + Long.toUnsignedString(parent.number() + 1), reason(wrong));
    }
  }

  private static Block read(Bytes encoding) {
    RlpReader in = RlpReader.list(encoding);
    Bytes header = in.raw().copy();
    Bytes rest = encoding.slice(in.position());
    Bytes body = RlpWriter.encodeList(w -> w.raw(rest));
    return new Block(Header.decode(header), BlockBody.decode(body));
  }

  private static String reason(Violation wrong) {
    return switch (wrong.rule()) {
      case BlockRule.HEADER_CHAIN -> "does not follow the block before it";
      case BlockRule.BODY_TRANSACTIONS -> "wrong transactions root";
      case BlockRule.BODY_WITHDRAWALS -> "wrong withdrawals root";
      case BlockRule.BODY_OMMERS -> "wrong hash of ommers";
      default -> "malformed: " + wrong.rule();
    };
  }
}

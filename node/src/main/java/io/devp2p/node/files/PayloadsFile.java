package io.devp2p.node.files;

import io.devp2p.core.Violation;
import io.devp2p.wire.eth.BlockAccessList;
import io.devp2p.wire.eth.Header;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * {@code newpayload.json}: calls of the Engine API that would give a node the blocks, one for each.
 * Of them only the access lists are read, which are not in {@code chain.rlp}.
 */
final class PayloadsFile {

  private PayloadsFile() {}

  static Map<Bytes32, Bytes> parse(Json json, Collection<Block> blocks) throws ChainFileException {
    Map<Bytes32, Header> headers = new HashMap<>();
    blocks.forEach(block -> headers.put(block.header().hash(), block.header()));
    Map<Bytes32, Bytes> lists = new HashMap<>();
    for (Json call : json.elements()) {
      Json parameters = call.field("params");
      Json payload =
          parameters.elements().stream().findFirst().orElseThrow(() -> parameters.wrong("empty"));
      Optional<Json> list = payload.optional("blockAccessList");
      if (list.isPresent()) {
        Bytes32 hash = payload.field("blockHash").bytes32();
        Header header =
            Optional.ofNullable(headers.get(hash))
                .orElseThrow(() -> payload.wrong("block " + hash + " is not in chain.rlp"));
        lists.put(hash, check(list.get(), header));
      }
    }
    return lists;
  }

  private static Bytes check(Json json, Header header) throws ChainFileException {
    Bytes list = json.bytes();
    try {
      BlockAccessList.decode(list, header);
    } catch (Violation wrong) {
      throw new ChainFileException(
          json.file(),
          "block " + Long.toUnsignedString(header.number()),
          "access list: " + wrong.rule());
    }
    return list;
  }
}

package io.devp2p.wire.eth;

import io.devp2p.core.rlp.RlpReader;
import io.devp2p.core.rlp.RlpWriter;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** The layouts of requests. */
final class RequestCodec {

  private RequestCodec() {}

  static Bytes encode(int version, EthRequest request) {
    return RlpWriter.encodeList(w -> {
      w.uint(request.requestId());
      switch (request) {
        case EthRequest.GetBlockHeaders m -> w.list(m.query()::write);
        case EthRequest.GetBlockBodies m -> w.list(m.hashes(), RlpWriter::bytes);
        case EthRequest.GetPooledTransactions m -> w.list(m.hashes(), RlpWriter::bytes);
        case EthRequest.GetReceipts m -> writeReceipts(version, m, w);
        case EthRequest.GetBlockAccessLists m -> w.list(m.hashes(), RlpWriter::bytes);
        case EthRequest.GetCells m -> m.mask().write(w.list(m.hashes(), RlpWriter::bytes));
      }
    });
  }

  private static void writeReceipts(int version, EthRequest.GetReceipts m, RlpWriter w) {
    if (version >= 70) {
      w.uint(m.firstBlockReceiptIndex());
    } else if (m.firstBlockReceiptIndex() != 0) {
      throw new IllegalArgumentException("eth/" + version + " cannot ask from a receipt on");
    }
    w.list(m.hashes(), RlpWriter::bytes);
  }

  static EthRequest read(int version, MessageId id, RlpReader in) {
    long requestId = in.uint64();
    return switch (id) {
      case GET_BLOCK_HEADERS ->
          new EthRequest.GetBlockHeaders(requestId, HeaderQuery.read(in.list()));
      case GET_BLOCK_BODIES -> new EthRequest.GetBlockBodies(requestId, blocks(in));
      case GET_RECEIPTS ->
          new EthRequest.GetReceipts(requestId, version >= 70 ? in.uint64() : 0, blocks(in));
      case GET_BLOCK_ACCESS_LISTS -> new EthRequest.GetBlockAccessLists(requestId, blocks(in));
      case GET_POOLED_TRANSACTIONS ->
          new EthRequest.GetPooledTransactions(requestId, transactions(in));
      case GET_CELLS -> new EthRequest.GetCells(requestId, transactions(in), CellMask.read(in));
      default -> throw new IllegalStateException("BUG: " + id + " is no request");
    };
  }

  private static List<Bytes32> blocks(RlpReader in) {
    return EthCodec.readHashes(in.list(), EthRequest.MAX_BLOCKS);
  }

  private static List<Bytes32> transactions(RlpReader in) {
    return EthCodec.readHashes(in.list(), EthRequest.MAX_TRANSACTIONS);
  }
}

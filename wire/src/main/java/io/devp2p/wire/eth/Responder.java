package io.devp2p.wire.eth;

import io.devp2p.core.rlp.RlpReader;
import io.devp2p.core.rlp.RlpWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * Makes the answer to a request from what a backend has, within the limits of deployed clients.
 * Blocks where the backend does.
 */
record Responder(int version, EthBackend backend) {

  /** Transactions of one request whose cells are looked up: each may have 1.5 MiB. */
  private static final int MAX_CELL_HASHES = 64;

  /** Bytes of what surrounds a list in a list. */
  private static final int LIST_PREFIX = 4;

  /**
   * The answer to a request: empty where nothing is there.
   *
   * @param late whether time is over, and what there is will do
   */
  EthAnswer answer(EthRequest request, BooleanSupplier late) {
    long id = request.requestId();
    return switch (request) {
      case EthRequest.GetBlockHeaders m ->
          new EthAnswer.BlockHeaders(id, new HeaderWalk(backend, m.query(), late).headers());
      case EthRequest.GetBlockBodies m -> new EthAnswer.BlockBodies(id, bodies(m.hashes(), late));
      case EthRequest.GetReceipts m -> receipts(m, late);
      case EthRequest.GetBlockAccessLists m ->
          new EthAnswer.BlockAccessLists(id, accessLists(m.hashes(), late));
      case EthRequest.GetPooledTransactions m ->
          new EthAnswer.PooledTransactions(id, transactions(m.hashes(), late));
      case EthRequest.GetCells m -> cells(m, late);
    };
  }

  /** Ends at the first block that is not held. */
  private List<Bytes> bodies(List<Bytes32> hashes, BooleanSupplier late) {
    Batch<Bytes> batch = new Batch<>(EthRequest.MAX_BLOCKS, late);
    for (Bytes32 hash : hashes) {
      Optional<Bytes> body = batch.isOpen() ? backend.body(hash) : Optional.empty();
      if (body.isEmpty() || !batch.add(body.get(), body.get().size())) {
        break;
      }
    }
    return batch.items();
  }

  /** By position; what is missing has no bytes. */
  private List<Optional<Bytes>> accessLists(List<Bytes32> hashes, BooleanSupplier late) {
    Batch<Optional<Bytes>> batch = new Batch<>(EthRequest.MAX_BLOCKS, late);
    for (Bytes32 hash : hashes) {
      if (!batch.isOpen()) {
        break;
      }
      Optional<Bytes> list = backend.accessList(hash);
      if (!batch.add(list, list.map(Bytes::size).orElse(0))) {
        break;
      }
    }
    return batch.items();
  }

  private List<Bytes> transactions(List<Bytes32> hashes, BooleanSupplier late) {
    Batch<Bytes> batch = new Batch<>(EthRequest.MAX_TRANSACTIONS, late);
    for (Bytes32 hash : hashes) {
      if (!batch.isOpen()) {
        break;
      }
      Optional<Bytes> transaction = backend.pooledTransaction(hash, version >= 72);
      transaction.ifPresent(tx -> batch.add(tx, tx.size()));
    }
    return batch.items();
  }

  private EthAnswer.Cells cells(EthRequest.GetCells request, BooleanSupplier late) {
    Batch<List<Bytes>> batch = new Batch<>(MAX_CELL_HASHES, late);
    List<Bytes32> served = new ArrayList<>();
    int lookups = request.mask().count() == 0 ? 0 : MAX_CELL_HASHES;
    for (Bytes32 hash : request.hashes().stream().limit(lookups).toList()) {
      if (!batch.isOpen()) {
        break;
      }
      Optional<List<Bytes>> cells = backend.cells(hash, request.mask());
      if (cells.isPresent()
          && !cells.get().isEmpty()
          && batch.add(cells.get(), cells.get().size() * EthAnswer.Cells.CELL)) {
        served.add(hash);
      }
    }
    return new EthAnswer.Cells(request.requestId(), served, batch.items(), request.mask());
  }

  // ---- receipts

  /** Ends at the first block that is not held; from eth/70 on the last one may be cut. */
  private EthAnswer.Receipts receipts(EthRequest.GetReceipts request, BooleanSupplier late) {
    Batch<Bytes> batch = new Batch<>(EthRequest.MAX_BLOCKS, late);
    long skip = request.firstBlockReceiptIndex();
    boolean cut = false;
    for (Bytes32 hash : request.hashes()) {
      Optional<Bytes> list = batch.isOpen() ? receiptsFrom(hash, skip) : Optional.empty();
      skip = 0;
      if (list.isEmpty()) {
        break;
      }
      if (!batch.add(list.get(), list.get().size())) {
        cut = version >= 70 && addPart(list.get(), batch);
        break;
      }
    }
    return new EthAnswer.Receipts(request.requestId(), cut, batch.items());
  }

  /**
   * Empty if the block, or a receipt of that number, is not there; one behind the last is legal.
   */
  private Optional<Bytes> receiptsFrom(Bytes32 hash, long skip) {
    Optional<Bytes> list = backend.receipts(hash);
    if (version <= 68) {
      return list.map(Receipts::to68);
    }
    return skip == 0 ? list : list.flatMap(all -> without(all, skip));
  }

  private static Optional<Bytes> without(Bytes list, long skip) {
    RlpReader in = RlpReader.list(list);
    long skipped = 0;
    while (skipped != skip && !in.isAtEnd()) {
      in.skip();
      skipped++;
    }
    Bytes rest = list.slice(in.position());
    return skipped == skip ? Optional.of(RlpWriter.encodeList(w -> w.raw(rest))) : Optional.empty();
  }

  /** Adds as many receipts of a block as fit; none if not even the first does. */
  private static boolean addPart(Bytes list, Batch<Bytes> batch) {
    RlpReader in = RlpReader.list(list);
    int start = in.position();
    int end = start;
    while (!in.isAtEnd()) {
      in.skip();
      if (in.position() - start > batch.room() - LIST_PREFIX) {
        break;
      }
      end = in.position();
    }
    Bytes part = list.slice(start, end - start);
    return !part.isEmpty()
        && batch.add(RlpWriter.encodeList(w -> w.raw(part)), part.size() + LIST_PREFIX);
  }
}

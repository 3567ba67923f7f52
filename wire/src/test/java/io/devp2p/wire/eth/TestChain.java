package io.devp2p.wire.eth;

import io.devp2p.core.crypto.Keccak;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.rlp.RlpWriter;
import io.devp2p.wire.trie.OrderedRoot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.units.bigints.UInt256;

/** A chain of blocks of Amsterdam that hang together, made from a seed; and what serves it. */
final class TestChain implements EthBackend {

  static final Bytes EMPTY_LIST = Bytes.of(0xc0);
  static final long GAS_LIMIT = 200_000_000;

  final List<Header> headers = new ArrayList<>();
  final Map<Bytes32, Bytes> byHash = new HashMap<>();
  final Map<Bytes32, Bytes> bodies = new HashMap<>();
  final Map<Bytes32, Bytes> receipts = new HashMap<>();
  final Map<Bytes32, Bytes> accessLists = new HashMap<>();
  final Map<Bytes32, PooledTransaction> pool = new HashMap<>();
  final Map<Bytes32, Integer> blobs = new HashMap<>();

  private final Random random;

  /** A chain of so many blocks, genesis included. */
  TestChain(long seed, int blocks) {
    this.random = new Random(seed);
    for (int i = 0; i < blocks; i++) {
      append(receipt -> Bytes.of(receipt));
    }
  }

  /** Data of the log of a receipt. */
  interface LogData {
    Bytes of(int receipt);
  }

  /** Appends a block with as many receipts as it has transactions, 0 to 3. */
  Header append(LogData logData) {
    return append(headers.size() % 4, logData);
  }

  Header append(int count, LogData logData) {
    List<Bytes> transactions =
        IntStream.range(0, count).mapToObj(i -> transaction(i).encoding()).toList();
    List<Bytes> logs = IntStream.range(0, count).mapToObj(i -> receipt(logData.of(i))).toList();
    Bytes list = RlpWriter.encode(w -> w.list(logs, RlpWriter::raw));
    Bytes accessList = accessList();
    Bytes32 parent = headers.isEmpty() ? Bytes32.ZERO : headers.getLast().hash();
    Bytes withdrawal =
        RlpWriter.encodeList(w -> w.uint(1).uint(2).bytes(Bytes.repeat((byte) 3, 20)).uint(4));
    Header header =
        Header.decode(
            fields(
                    parent,
                    headers.size(),
                    OrderedRoot.of(transactions),
                    OrderedRoot.of(Receipts.consensus(list)),
                    OrderedRoot.of(List.of(withdrawal)),
                    Keccak.hash(accessList))
                .encode());
    headers.add(header);
    byHash.put(header.hash(), header.encoding());
    bodies.put(header.hash(), body(transactions, withdrawal));
    receipts.put(header.hash(), list);
    accessLists.put(header.hash(), accessList);
    return header;
  }

  static HeaderFields fields(
      Bytes32 parent,
      long number,
      Bytes32 transactionsRoot,
      Bytes32 receiptsRoot,
      Bytes32 withdrawalsRoot,
      Bytes32 accessListHash) {
    return new HeaderFields(
        parent,
        Keccak.hash(EMPTY_LIST),
        new Address(Bytes.repeat((byte) 9, 20)),
        Bytes32.repeat((byte) 8),
        transactionsRoot,
        receiptsRoot,
        Bytes.wrap(new byte[256]),
        UInt256.ZERO,
        number,
        GAS_LIMIT,
        GAS_LIMIT,
        12 * number,
        Bytes.fromHexString("0x657874726120"),
        Bytes32.repeat((byte) 7),
        Bytes.wrap(new byte[8]),
        Optional.of(
            new HeaderFields.London(
                UInt256.valueOf(7),
                Optional.of(
                    new HeaderFields.Shanghai(
                        withdrawalsRoot,
                        Optional.of(
                            new HeaderFields.Cancun(
                                0,
                                131_072,
                                Bytes32.repeat((byte) 6),
                                Optional.of(
                                    new HeaderFields.Prague(
                                        Bytes32.repeat((byte) 5),
                                        Optional.of(
                                            new HeaderFields.Amsterdam(
                                                accessListHash, number)))))))))));
  }

  /** A block beside the chain, with a parent on it. */
  Header branch(int parent) {
    Header before = headers.get(parent);
    Header header =
        Header.decode(
            fields(
                    before.hash(),
                    parent + 1,
                    Bytes32.repeat((byte) 0x11),
                    Bytes32.repeat((byte) 0x12),
                    Bytes32.repeat((byte) 0x13),
                    Bytes32.repeat((byte) 0x14))
                .encode());
    byHash.put(header.hash(), header.encoding());
    return header;
  }

  private Transaction transaction(int nonce) {
    TransactionFields fields =
        new TransactionFields(
            nonce % 2 == 0 ? 2 : 0,
            UInt256.ONE,
            nonce,
            UInt256.ONE,
            UInt256.valueOf(1_000_000_000),
            21_000,
            Optional.of(new Address(Bytes.random(20, random))),
            UInt256.valueOf(17),
            Bytes.EMPTY,
            List.of(),
            UInt256.ZERO,
            List.of(),
            List.of());
    return fields.sign(NodeKey.generate(random));
  }

  /** A legacy and a typed receipt in turn, each with a log. */
  private Bytes receipt(Bytes logData) {
    return RlpWriter.encodeList(w -> {
      w.uint(2).bytes(Bytes.of(1)).uint(21_000);
      w.list(logs ->
          logs.list(log -> {
            log.bytes(Bytes.repeat((byte) 4, 20));
            log.list(List.of(Bytes32.repeat((byte) 5)), RlpWriter::bytes);
            log.bytes(logData);
          }));
    });
  }

  private Bytes accessList() {
    Bytes address = Bytes.random(20, random);
    return RlpWriter.encodeList(w ->
        w.list(account -> {
          account.bytes(address);
          for (int i = 0; i < 5; i++) {
            account.list(empty -> {});
          }
        }));
  }

  private static Bytes body(List<Bytes> transactions, Bytes withdrawal) {
    return RlpWriter.encodeList(w -> {
      w.list(transactions, (x, tx) -> x.raw(Transaction.decode(tx).networkForm()));
      w.raw(EMPTY_LIST);
      w.list(List.of(withdrawal), RlpWriter::raw);
    });
  }

  /** Puts a transaction into the pool. */
  Bytes32 pool(PooledTransaction transaction) {
    Bytes32 hash = transaction.transaction().hash();
    pool.put(hash, transaction);
    return hash;
  }

  Bytes32 poolOne() {
    return pool(new PooledTransaction(transaction(pool.size()), Optional.empty()));
  }

  // ---- serving

  @Override
  public Optional<Bytes> header(long number) {
    return Long.compareUnsigned(number, headers.size()) < 0
        ? Optional.of(headers.get((int) number).encoding())
        : Optional.empty();
  }

  @Override
  public Optional<Bytes> header(Bytes32 hash) {
    return Optional.ofNullable(byHash.get(hash));
  }

  @Override
  public Optional<Bytes> body(Bytes32 hash) {
    return Optional.ofNullable(bodies.get(hash));
  }

  @Override
  public Optional<Bytes> receipts(Bytes32 hash) {
    return Optional.ofNullable(receipts.get(hash));
  }

  @Override
  public Optional<Bytes> accessList(Bytes32 hash) {
    return Optional.ofNullable(accessLists.get(hash));
  }

  @Override
  public Optional<Bytes> pooledTransaction(Bytes32 hash, boolean elided) {
    return Optional.ofNullable(pool.get(hash)).map(tx -> tx.networkForm(elided));
  }

  @Override
  public Optional<List<Bytes>> cells(Bytes32 hash, CellMask mask) {
    return Optional.ofNullable(blobs.get(hash)).map(count -> cellsOf(count, mask));
  }

  private static List<Bytes> cellsOf(int count, CellMask mask) {
    List<Bytes> cells = new ArrayList<>();
    mask.columns()
        .forEach(column -> {
          for (int blob = 0; blob < count; blob++) {
            cells.add(Bytes.repeat((byte) (0x10 * blob + column), EthAnswer.Cells.CELL));
          }
        });
    return cells;
  }
}

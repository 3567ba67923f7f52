package io.devp2p.bench;

import io.devp2p.core.crypto.Keccak;
import io.devp2p.wire.eth.Address;
import io.devp2p.wire.eth.Header;
import io.devp2p.wire.eth.HeaderFields;
import io.devp2p.wire.eth.Transaction;
import io.devp2p.wire.eth.TransactionFields;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.units.bigints.UInt256;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The header and the transaction of go-ethereum's {@code core/types} benchmarks: London, and
 * EIP-1559 without an access list. Decoding checks every element and finds its place; the values
 * are read from the encoding when somebody asks, where go-ethereum makes them all: what that costs
 * on top is in those that read all.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RlpBenchmark {

  private static final Bytes32 HASH = Keccak.hash(Bytes.of(1));

  /** Bytes of an array, as those of any header that was received; the constant has none. */
  private static final Bytes32 ZERO = Bytes32.wrap(new byte[32]);

  private static final UInt256 SCALAR = UInt256.fromBytes(HASH);

  private final HeaderFields headerFields =
      new HeaderFields(
          ZERO,
          ZERO,
          new Address(Bytes.wrap(new byte[20])),
          ZERO,
          ZERO,
          ZERO,
          Bytes.wrap(new byte[256]),
          UInt256.valueOf(10_000_000_000L),
          1_000,
          8_000_000,
          8_000_000,
          555,
          Bytes.wrap(new byte[32]),
          ZERO,
          Bytes.wrap(new byte[8]),
          Optional.of(new HeaderFields.London(UInt256.valueOf(10_000_000_000L), Optional.empty())));
  private final TransactionFields transactionFields =
      new TransactionFields(
          Transaction.FEE_MARKET,
          UInt256.valueOf(1337),
          1,
          UInt256.valueOf(500),
          UInt256.valueOf(500),
          1_000_000,
          Optional.of(new Address(HASH.slice(12).copy())),
          UInt256.ONE,
          Bytes.EMPTY,
          List.of(),
          UInt256.ZERO,
          List.of(),
          List.of());
  private final Bytes header = headerFields.encode();
  private final Bytes transaction = transactionFields.encode(UInt256.ONE, SCALAR, SCALAR);

  @Benchmark
  public Bytes headerEnc() {
    return headerFields.encode();
  }

  @Benchmark
  public Header headerDec() {
    return Header.decode(header);
  }

  @Benchmark
  public void headerDecReadAll(Blackhole hole) {
    Header h = Header.decode(header);
    hole.consume(h.parentHash());
    hole.consume(h.ommersHash());
    hole.consume(h.coinbase());
    hole.consume(h.stateRoot());
    hole.consume(h.transactionsRoot());
    hole.consume(h.receiptsRoot());
    hole.consume(h.logsBloom());
    hole.consume(h.difficulty());
    hole.consume(h.number());
    hole.consume(h.gasLimit());
    hole.consume(h.gasUsed());
    hole.consume(h.time());
    hole.consume(h.extraData());
    hole.consume(h.mixHash());
    hole.consume(h.nonce());
    hole.consume(h.baseFee());
  }

  @Benchmark
  public Bytes tx1559Enc() {
    return transactionFields.encode(UInt256.ONE, SCALAR, SCALAR);
  }

  @Benchmark
  public Transaction tx1559Dec() {
    return Transaction.decode(transaction);
  }

  @Benchmark
  public void tx1559DecReadAll(Blackhole hole) {
    Transaction tx = Transaction.decode(transaction);
    hole.consume(tx.chainId());
    hole.consume(tx.nonce());
    hole.consume(tx.maxPriorityFee());
    hole.consume(tx.maxFee());
    hole.consume(tx.gas());
    hole.consume(tx.to());
    hole.consume(tx.value());
    hole.consume(tx.input());
    hole.consume(tx.accessList());
    hole.consume(tx.v());
    hole.consume(tx.r());
    hole.consume(tx.s());
  }
}

package io.devp2p.wire.eth;

import java.time.Duration;
import java.util.List;
import org.apache.tuweni.bytes.Bytes32;

/** Asks for transactions of the pool, which must be among those, in this order. */
record PooledAsk(List<Bytes32> hashes) implements EthAsk<List<PooledTransaction>> {

  @Override
  public MessageId answerType() {
    return MessageId.POOLED_TRANSACTIONS;
  }

  @Override
  public int amount() {
    return hashes.size();
  }

  @Override
  public Duration timeout() {
    return POOL_TIMEOUT;
  }

  @Override
  public PooledAsk first(int amount) {
    return new PooledAsk(hashes.subList(0, amount));
  }

  @Override
  public EthRequest request(long id) {
    return new EthRequest.GetPooledTransactions(id, hashes);
  }

  @Override
  public Verdict<List<PooledTransaction>> judge(int version, EthAnswer answer) {
    boolean elided = version >= 72;
    List<PooledTransaction> transactions =
        ((EthAnswer.PooledTransactions) answer)
            .transactions().stream().map(form -> PooledTransaction.decode(form, elided)).toList();
    CellsAsk.checkAmong(hashes, transactions.stream().map(tx -> tx.transaction().hash()).toList());
    return new Verdict.Done<>(transactions, transactions.size());
  }
}

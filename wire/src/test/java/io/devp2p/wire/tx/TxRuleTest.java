package io.devp2p.wire.tx;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.wire.eth.CellMask;
import io.devp2p.wire.eth.EthAnswer;
import io.devp2p.wire.eth.EthMessage;
import io.devp2p.wire.eth.PooledTransaction;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each rule of the gossip, broken by a peer. */
final class TxRuleTest {

  private static final PooledTransaction TX = Txs.blobs(0, 2);
  private static final Bytes32 HASH = TX.transaction().hash();
  private static final CellMask HALF = new CellMask(-1, 0);

  private final TxExchange exchange =
      new TxExchange(new TxPool(TxPool.Limits.USUAL), true, new Random(11));

  @ParameterizedTest
  @EnumSource
  void dropsThePeer(TxRule rule) {
    assertThat(rule.anchor()).isNotBlank();
    exchange.onOpen(0, 1, 72);
    exchange.onOpen(0, 2, 72);
    doWrong(rule);
    assertThat(exchange.drain().stream().filter(TxEffect.Drop.class::isInstance))
        .containsExactly(new TxEffect.Drop(1, rule));
  }

  private void doWrong(TxRule rule) {
    switch (rule) {
      case TX_TWICE -> {
        EthMessage.Announced one = new EthMessage.Announced(2, 100, HASH);
        exchange.onAnnouncement(
            0, 1, new EthMessage.NewPooledTransactionHashes(List.of(one, one), CellMask.NONE));
      }
      case TX_UNLIKE_ANNOUNCED -> {
        announce(TX.size(true) + 10);
        exchange.onDelivered(0, 2, List.of(new Judged.Fit(Txs.candidate(TX))));
      }
      case TX_BLOB_PROOF ->
          exchange.onDelivered(0, 1, List.of(new Judged.Wrong(TX, TxRule.TX_BLOB_PROOF)));
      case TX_CELL_PROOF -> {
        announce(TX.size(true));
        exchange.onVerified(0, 1, HASH, Map.of(), false);
      }
      case TX_CELL_COUNT -> {
        announce(TX.size(true));
        exchange.onDelivered(0, 1, List.of(new Judged.Fit(Txs.candidate(TX))));
        exchange.onCells(
            0,
            1,
            List.of(HASH),
            new EthAnswer.Cells(1, List.of(HASH), List.of(Txs.cells(HALF, 3)), HALF));
      }
    }
  }

  private void announce(int size) {
    exchange.onAnnouncement(
        0,
        1,
        new EthMessage.NewPooledTransactionHashes(
            List.of(new EthMessage.Announced(3, size, HASH)), CellMask.ALL));
  }
}

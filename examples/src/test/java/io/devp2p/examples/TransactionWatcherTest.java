package io.devp2p.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.rlp.RlpWriter;
import io.devp2p.wire.DisconnectReason;
import io.devp2p.wire.eth.CellMask;
import io.devp2p.wire.eth.ChainHead;
import io.devp2p.wire.eth.Eth;
import io.devp2p.wire.eth.EthBackend;
import io.devp2p.wire.eth.EthListener;
import io.devp2p.wire.eth.EthMessage.Announced;
import io.devp2p.wire.eth.EthMessage.NewPooledTransactionHashes;
import io.devp2p.wire.eth.EthMessage.Transactions;
import io.devp2p.wire.eth.EthSession;
import io.devp2p.wire.eth.Transaction;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.units.bigints.UInt256;
import org.junit.jupiter.api.Test;

final class TransactionWatcherTest {

  /** The signed transaction of EIP-155. */
  private static final Transaction SIGNED =
      Transaction.decode(
          Bytes.fromHexString(
              "f86c098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a764000080"
                  + "25a028ef61340bd939bc2195fe537567866003e1a15d3c71ff63e1590620aa636276a067cbe9d899"
                  + "7f761aecb703304b3800ccf555c9f3dc64214b297fb1966a3b6d83"));

  /** Another one, whose signature says a chain but proves nothing. */
  private static Transaction ofChain(int chainId) {
    return Transaction.decode(
        RlpWriter.encodeList(w ->
            w.uint(9)
                .uint(1)
                .uint(21_000)
                .bytes(Bytes.repeat((byte) 0x35, 20))
                .uint(1)
                .bytes(Bytes.EMPTY)
                .uint(2L * chainId + 35)
                .uint(1)
                .uint(1)));
  }

  private static Transactions sent(Transaction transaction) {
    return new Transactions(List.of(transaction.networkForm()));
  }

  private final CompletableFuture<EthSession> toExample = new CompletableFuture<>();
  private final BlockingQueue<Transaction> told = new LinkedBlockingQueue<>();

  private final EthListener node =
      new EthListener() {
        @Override
        public void onOpen(EthSession peer) {
          toExample.complete(peer);
        }
      };

  private final EthBackend pool =
      new EthBackend() {
        @Override
        public Optional<Bytes> pooledTransaction(Bytes32 hash, boolean elided) {
          return Optional.of(SIGNED.networkForm()).filter(form -> hash.equals(SIGNED.hash()));
        }
      };

  private Transaction next() throws Exception {
    return Optional.ofNullable(told.poll(10, TimeUnit.SECONDS)).orElseThrow();
  }

  @Test
  void whatIsAnnouncedAndSentIsToldOnceIfItIsOfTheChain() throws Exception {
    ChainHead head =
        new ChainHead(
            Meeting.NETWORK,
            Meeting.GENESIS,
            Meeting.FORKS.forkId(0, 0),
            0,
            1,
            Bytes32.repeat((byte) 1),
            UInt256.ZERO);
    Eth serving = Eth.serving(() -> head, head.forkId()::equals, pool, c -> c.listener(node));
    TransactionWatcher watcher =
        new TransactionWatcher(UInt256.valueOf(Meeting.NETWORK), told::add);
    try (Meeting meeting = Meeting.of(serving, Meeting.following(watcher))) {
      EthSession peer = toExample.get(10, TimeUnit.SECONDS);
      Announced announced = new Announced(0, SIGNED.size(), SIGNED.hash());
      peer.send(new NewPooledTransactionHashes(List.of(announced), CellMask.NONE));
      assertThat(next().sender()).hasToString("0x9d8a62f656a8d1615c1294fd71e9cfb3e4855a4f");

      peer.send(sent(SIGNED));
      peer.send(sent(ofChain(1)));
      assertThat(next()).isEqualTo(ofChain(1));

      peer.send(sent(ofChain(2)));
      assertThat(meeting.peer().down().get(10, TimeUnit.SECONDS).reason())
          .isEqualTo(DisconnectReason.BREACH_OF_PROTOCOL);
      assertThat(told).isEmpty();
    }
  }
}

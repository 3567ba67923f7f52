package io.devp2p.interop.suite.eth;

import static io.devp2p.interop.dialogue.Deviation.unless;
import static io.devp2p.interop.suite.Case.must;
import static io.devp2p.interop.suite.Case.needing;
import static io.devp2p.interop.suite.Case.robustness;
import static io.devp2p.interop.suite.Case.within;
import static io.devp2p.interop.suite.Endings.ended;

import io.devp2p.interop.dialogue.Deviation;
import io.devp2p.interop.dialogue.EthDialogue;
import io.devp2p.interop.dialogue.EthHeard;
import io.devp2p.interop.dialogue.EthVoice;
import io.devp2p.interop.dialogue.Items;
import io.devp2p.interop.suite.Case;
import io.devp2p.interop.suite.Endings;
import io.devp2p.interop.suite.Need;
import io.devp2p.wire.eth.CellMask;
import io.devp2p.wire.eth.EthAnswer;
import io.devp2p.wire.eth.EthMessage;
import io.devp2p.wire.eth.EthMessage.Announced;
import io.devp2p.wire.eth.EthMessage.NewPooledTransactionHashes;
import io.devp2p.wire.eth.EthRequest.GetPooledTransactions;
import io.devp2p.wire.eth.Transaction;
import io.devp2p.wire.eth.TransactionFields;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.units.bigints.UInt256;

/** The gossip of transactions without blobs. */
final class PoolCases {

  private static final String GOSSIP = "caps/eth.md, Transaction Exchange";

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final int MANY = 2000;
  private static final int ANNOUNCED = 50;

  private PoolCases() {}

  static List<Case<EthDialogue>> ofGeth() {
    return List.of(
        pool(
            "LargeTxRequest",
            "2000 transactions of one sender are spread, and can be asked for at once.",
            d -> {
              Sender sender = new Sender(d, 1);
              List<Transaction> all = new ArrayList<>();
              for (int i = 0; i < MANY; i++) {
                all.add(sender.creation(i));
              }
              isSpread(d, all);
              List<Bytes32> hashes = all.stream().map(Transaction::hash).toList();
              EthAnswer.PooledTransactions answer =
                  d.met()
                      .ask(
                          new GetPooledTransactions(1234, hashes),
                          EthAnswer.PooledTransactions.class);
              Set<Bytes32> given = hashes(answer.transactions());
              unless(new HashSet<>(hashes).containsAll(given), "transactions nobody asked for");
            }),
        pool(
            "Transaction",
            "A valid transaction is spread.",
            d -> isSpread(d, List.of(new Sender(d, 0).transfer(0, UInt256.ONE)))),
        pool(
            "InvalidTxs",
            "Invalid transactions are not spread, and who sends some keeps its peers.",
            d -> {
              Sender sender = new Sender(d, 2);
              isSpread(
                  d, List.of(sender.transfer(0, UInt256.ONE), sender.transfer(1, UInt256.ZERO)));
              areNotSpread(
                  d,
                  List.of(
                      sender.creation(0, 100_000, UInt256.ZERO, Bytes.EMPTY),
                      sender.creation(1, 100_000, sender.balance(), Bytes.EMPTY),
                      sender.creation(1, 1_337, UInt256.ZERO, Bytes.EMPTY),
                      sender.creation(1, 1_000_000, UInt256.ZERO, d.bytes(50 * 1024)),
                      sender.call(1, 5_000_000, d.bytes(128 * 1024))));
            }),
        pool(
            "NewPooledTxs",
            "Transactions that are announced are asked for, with one request.",
            d -> {
              EthVoice voice = d.met();
              voice.say(announcement(new Sender(d, 3), ANNOUNCED));
              while (true) {
                EthHeard next = voice.next();
                if (next instanceof EthHeard.Eth eth
                    && eth.message() instanceof GetPooledTransactions request) {
                  unless(
                      request.hashes().size() == ANNOUNCED,
                      request.hashes().size() + " hashes are asked for");
                  return;
                }
                unless(isGossip(next), next.text() + " instead of a request");
              }
            }));
  }

  static List<Case<EthDialogue>> ofOurs() {
    return List.of(
        needing(
            Need.CHAIN,
            must(
                "GetPooledTransactions/Unknown",
                GOSSIP,
                "Of unknown hashes there are no transactions.",
                d -> {
                  EthAnswer.PooledTransactions answer =
                      d.met()
                          .ask(
                              new GetPooledTransactions(1, List.of(d.hash(), d.hash())),
                              EthAnswer.PooledTransactions.class);
                  unless(answer.transactions().isEmpty(), "transactions that cannot be");
                })),
        needing(
            Need.CHAIN,
            must(
                "GetPooledTransactions/None",
                GOSSIP,
                "A request for nothing is answered by nothing.",
                d -> {
                  EthAnswer.PooledTransactions answer =
                      d.met()
                          .ask(
                              new GetPooledTransactions(1, List.of()),
                              EthAnswer.PooledTransactions.class);
                  unless(answer.transactions().isEmpty(), "transactions nobody asked for");
                })),
        pool(
            "GetPooledTransactions/Announced",
            "What is announced can be asked for.",
            d -> {
              Transaction one = new Sender(d, 4).transfer(0, UInt256.ONE);
              isSpread(d, List.of(one));
              EthAnswer.PooledTransactions answer =
                  d.met()
                      .ask(
                          new GetPooledTransactions(1, List.of(one.hash())),
                          EthAnswer.PooledTransactions.class);
              unless(
                  answer.transactions().equals(List.of(one.networkForm())),
                  answer.transactions().size() + " transactions, not the one");
            }),
        pool(
            "Transactions/OtherChain",
            "A transaction for another chain is not spread.",
            d -> {
              Transaction one = new Sender(d, 6).transfer(0, UInt256.ONE);
              TransactionFields fields = TransactionFields.of(one);
              areNotSpread(d, List.of(forOtherChain(d, fields)));
            }),
        malformed(
            "NewPooledTransactionHashes/Lengths",
            "An announcement of fewer sizes than hashes ends the session.",
            0x08,
            d ->
                Items.list(
                    Items.bytes(Bytes.of(2, 2)),
                    Items.list(Items.uint(120)),
                    Items.list(Items.bytes(d.hash()), Items.bytes(d.hash())),
                    Items.bytes(CellMask.NONE.bytes()))),
        malformed(
            "NewPooledTransactionHashes/ShortMask",
            "A mask of 15 bytes ends the session (EIP-8070).",
            0x08,
            d ->
                Items.list(
                    Items.bytes(Bytes.of(2)),
                    Items.list(Items.uint(120)),
                    Items.list(Items.bytes(d.hash())),
                    Items.bytes(d.bytes(15)))),
        malformed(
            "Transactions/NoTransaction",
            "What is no transaction ends the session.",
            0x02,
            d -> Items.list(Items.bytes(Bytes.concatenate(Bytes.of(2), d.bytes(60))))),
        within(
            Endings.LIMIT,
            needing(
                Need.CHAIN,
                robustness(
                    "PooledTransactions/Unasked",
                    GOSSIP,
                    "Transactions that nobody asked for do no harm to others.",
                    d -> {
                      EthVoice voice = d.met();
                      voice.say(new EthAnswer.PooledTransactions(5, List.of()));
                      d.met().answersPing();
                    }))));
  }

  private static Transaction forOtherChain(EthDialogue d, TransactionFields f) {
    return new TransactionFields(
            f.type(),
            f.chainId().add(1),
            f.nonce(),
            f.maxPriorityFee(),
            f.maxFee(),
            f.gas(),
            f.to(),
            f.value(),
            f.input(),
            f.accessList(),
            f.maxBlobFee(),
            f.blobHashes(),
            f.authorizations())
        .sign(d.chain().senders().get(6));
  }

  private static NewPooledTransactionHashes announcement(Sender sender, int count) {
    List<Announced> announced = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Transaction one = sender.creation(i);
      announced.add(new Announced(one.type(), one.size(), one.hash()));
    }
    return new NewPooledTransactionHashes(announced, CellMask.NONE);
  }

  private static Case<EthDialogue> pool(
      String id, String sentence, Case.Script<EthDialogue> script) {
    Case<EthDialogue> one =
        must(
            id,
            GOSSIP,
            sentence,
            d -> {
              d.tellHead(Optional.empty());
              script.play(d);
            });
    return within(LONG, needing(Need.CONSENSUS, one));
  }

  private static Case<EthDialogue> malformed(
      String id, String sentence, int code, Function<EthDialogue, Bytes> data) {
    return ended(
        id, GOSSIP, sentence, d -> d.speaking(72).say("a malformed message", code, data.apply(d)));
  }

  // ---- spreading

  /** One peer says transactions, another hears of all of them in time. */
  private static void isSpread(EthDialogue d, List<Transaction> all) throws IOException, Deviation {
    EthVoice from = d.met();
    EthVoice to = d.met();
    from.say(new EthMessage.Transactions(all.stream().map(Transaction::networkForm).toList()));
    Set<Bytes32> left = new HashSet<>(all.stream().map(Transaction::hash).toList());
    long end = System.nanoTime() + to.patience().toNanos();
    while (System.nanoTime() < end) {
      EthHeard next = to.next();
      unless(isGossip(next), next.text() + " instead of transactions");
      left.removeAll(told(next));
      if (left.isEmpty()) {
        return;
      }
    }
    throw new Deviation(left.size() + " of " + all.size() + " transactions are not spread");
  }

  /** One peer says transactions, another hears of none of them for 2 s. */
  private static void areNotSpread(EthDialogue d, List<Transaction> all)
      throws IOException, Deviation {
    EthVoice from = d.met();
    EthVoice to = d.met();
    from.say(new EthMessage.Transactions(all.stream().map(Transaction::networkForm).toList()));
    List<Bytes32> bad = all.stream().map(Transaction::hash).toList();
    long end = System.nanoTime() + EthVoice.READ.toNanos();
    for (long left = 1; left > 0; left = end - System.nanoTime()) {
      Optional<EthHeard> next = to.hear(Duration.ofNanos(end - System.nanoTime()));
      if (next.isPresent()) {
        unless(isGossip(next.get()), next.get().text() + " instead of nothing");
        unless(Collections.disjoint(told(next.get()), bad), "an invalid transaction is spread");
      }
    }
  }

  private static boolean isGossip(EthHeard heard) {
    return heard instanceof EthHeard.Eth eth
        && (eth.message() instanceof EthMessage.Transactions
            || eth.message() instanceof NewPooledTransactionHashes);
  }

  /** The hashes that somebody is told of. */
  private static Set<Bytes32> told(EthHeard heard) {
    return switch (((EthHeard.Eth) heard).message()) {
      case EthMessage.Transactions whole -> hashes(whole.transactions());
      case NewPooledTransactionHashes announced ->
          new HashSet<>(announced.transactions().stream().map(Announced::hash).toList());
      default -> Set.of();
    };
  }

  private static Set<Bytes32> hashes(List<Bytes> transactions) {
    Set<Bytes32> hashes = new HashSet<>();
    transactions.forEach(form -> hashes.add(Transaction.ofNetworkForm(form).hash()));
    return hashes;
  }
}

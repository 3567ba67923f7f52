package io.devp2p.interop.suite.eth;

import static io.devp2p.interop.dialogue.Deviation.unless;
import static io.devp2p.interop.suite.Case.must;
import static io.devp2p.interop.suite.Case.needing;
import static io.devp2p.interop.suite.Case.within;
import static io.devp2p.interop.suite.Endings.ended;

import io.devp2p.interop.dialogue.Deviation;
import io.devp2p.interop.dialogue.EthDialogue;
import io.devp2p.interop.dialogue.EthDialogue.From;
import io.devp2p.interop.dialogue.EthHeard;
import io.devp2p.interop.dialogue.EthVoice;
import io.devp2p.interop.dialogue.Items;
import io.devp2p.interop.suite.Case;
import io.devp2p.interop.suite.Need;
import io.devp2p.interop.suite.eth.Sender.Blobby;
import io.devp2p.wire.eth.BlobSidecar;
import io.devp2p.wire.eth.CellMask;
import io.devp2p.wire.eth.EthAnswer;
import io.devp2p.wire.eth.EthMessage.Announced;
import io.devp2p.wire.eth.EthMessage.NewPooledTransactionHashes;
import io.devp2p.wire.eth.EthRequest.GetCells;
import io.devp2p.wire.eth.EthRequest.GetPooledTransactions;
import io.devp2p.wire.eth.PooledTransaction;
import io.devp2p.wire.eth.Transaction;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** Blob transactions and their cells. */
final class BlobCases {

  private static final String BLOBS = "EIP-4844, Networking; EIP-7594, Networking";
  private static final String CELLS = "EIP-8070";

  /** For a node to ask: it may wait for a second announcement first. */
  private static final Duration ASKING = Duration.ofSeconds(12);

  private static final Duration LONG = Duration.ofSeconds(40);
  private static final int SENDER = 5;
  private static final CellMask CUSTODY_OF_EIGHT = CellMask.of(7, 19, 33, 52, 68, 90, 111, 126);
  private static final CellMask CUSTODY_OF_FOUR = CellMask.of(5, 21, 40, 58);

  private BlobCases() {}

  static List<Case<EthDialogue>> ofGeth() {
    return List.of(
        blobs(
            "BlobViolations",
            "Whoever announces a blob transaction with a wrong size or type is disconnected.",
            BlobCases::violations),
        blobs(
            "TestBlobTxWithoutSidecar",
            "Who gives a blob transaction without sidecar is disconnected; another one is asked.",
            d -> {
              Blobby one = new Sender(d, SENDER).blobs(d, 1, 2, 42).getFirst();
              isAskedOfAnother(d, one, one.transaction().transaction().networkForm());
            }),
        blobs(
            "TestBlobTxWithMismatchedSidecar",
            "Who gives a blob transaction with a wrong commitment is disconnected; another one is"
                + " asked.",
            d -> {
              Blobby one = new Sender(d, SENDER).blobs(d, 1, 2, 43).getFirst();
              PooledTransaction spoiled = spoiled(one.transaction());
              isAskedOfAnother(d, one, spoiled.networkForm(true));
            }),
        cells(
            "BlobTxAvailabilityFailure",
            "Part of the cells is not asked for while one peer only has announced them.",
            CUSTODY_OF_EIGHT,
            BlobCases::onePeer),
        cells(
            "GetCells",
            "Cells are asked for, and who gives right ones is kept.",
            CUSTODY_OF_FOUR,
            d -> {
              Blobby one = new Sender(d, SENDER).blobs(d, 1, 2, 0x31).getFirst();
              List<EthVoice> voices = d.met(2);
              From<GetCells> asked = askedForCells(d, one, voices);
              unless(
                  !asked.message().hashes().isEmpty()
                      && asked.message().hashes().getFirst().equals(one.hash()),
                  "cells of another transaction are asked for");
              asked.voice().say(one.answer(asked.message()));
              unless(!d.isDisconnected(asked.voice()), "who gave right cells is disconnected");
            }),
        cells(
            "BlobTxWithInvalidCells",
            "Who gives wrong cells is disconnected, others are not.",
            CUSTODY_OF_FOUR,
            d -> {
              Blobby one = new Sender(d, SENDER).blobs(d, 1, 1, 0x32).getFirst();
              List<EthVoice> voices = d.met(2);
              From<GetCells> asked = askedForCells(d, one, voices);
              asked.voice().say(spoiled(one.answer(asked.message())));
              unless(d.isDisconnected(asked.voice()), "who gave wrong cells is kept");
              EthVoice other = voices.get(asked.voice() == voices.getFirst() ? 1 : 0);
              unless(!d.isDisconnected(other), "who gave no cells is disconnected");
            }));
  }

  private static void violations(EthDialogue d) throws IOException, Deviation {
    Sender sender = new Sender(d, SENDER);
    List<Blobby> wrongSize = sender.blobs(d, 2, 3, 1);
    isDisconnected(
        d,
        wrongSize,
        v ->
            List.of(
                wrongSize.getFirst().announced(v),
                new Announced(
                    Transaction.BLOB,
                    wrongSize.getLast().announced(v).size() + 10,
                    wrongSize.getLast().hash())));
    List<Blobby> wrongType = sender.blobs(d, 2, 3, 2);
    isDisconnected(
        d,
        wrongType,
        v ->
            List.of(
                new Announced(
                    Transaction.FEE_MARKET,
                    wrongType.getFirst().announced(v).size(),
                    wrongType.getFirst().hash()),
                wrongType.getLast().announced(v)));
  }

  /** What is announced on a version. */
  private interface Announcement {
    List<Announced> on(int version);
  }

  private static void isDisconnected(EthDialogue d, List<Blobby> all, Announcement announced)
      throws IOException, Deviation {
    List<EthVoice> voices = d.met(2);
    for (EthVoice voice : voices) {
      int version = voice.version();
      voice.say(new NewPooledTransactionHashes(announced.on(version), Sender.mask(version)));
    }
    From<GetPooledTransactions> asked = d.awaitAny(GetPooledTransactions.class, voices, ASKING);
    EthVoice voice = asked.voice();
    voice.say(
        new EthAnswer.PooledTransactions(
            asked.message().requestId(),
            all.stream().map(one -> one.delivered(voice.version())).toList()));
    EthHeard heard = voice.next();
    while (!(heard instanceof EthHeard.Disconnect)) {
      heard = voice.next();
      unless(
          heard instanceof EthHeard.Disconnect
              || heard instanceof EthHeard.Eth eth
                  && (eth.message() instanceof NewPooledTransactionHashes
                      || eth.message() instanceof GetCells),
          heard.text() + " instead of a Disconnect");
    }
  }

  private static NewPooledTransactionHashes announcement(List<Blobby> all, int version) {
    return new NewPooledTransactionHashes(
        all.stream().map(one -> one.announced(version)).toList(), Sender.mask(version));
  }

  private static void isAskedOfAnother(EthDialogue d, Blobby one, Bytes bad)
      throws IOException, Deviation {
    List<EthVoice> voices = new ArrayList<>(d.met(3));
    for (EthVoice voice : voices) {
      voice.say(announcement(List.of(one), voice.version()));
    }
    long end = System.nanoTime() + ASKING.toNanos();
    From<GetPooledTransactions> first = d.awaitAny(GetPooledTransactions.class, voices, ASKING);
    first.voice().say(new EthAnswer.PooledTransactions(first.message().requestId(), List.of(bad)));
    unless(d.isDisconnected(first.voice()), "who gave a bad transaction is kept");
    voices.remove(first.voice());
    From<GetPooledTransactions> next =
        d.awaitAny(GetPooledTransactions.class, voices, Duration.ofNanos(end - System.nanoTime()));
    unless(
        !next.message().hashes().isEmpty() && next.message().hashes().getFirst().equals(one.hash()),
        "another transaction is asked for");
    EthVoice good = next.voice();
    good.say(
        new EthAnswer.PooledTransactions(
            next.message().requestId(), List.of(one.delivered(good.version()))));
    unless(!d.isDisconnected(good), "who gave the right transaction is disconnected");
  }

  /** The first commitment is zero. */
  private static PooledTransaction spoiled(PooledTransaction one) {
    BlobSidecar right = one.sidecar().orElseThrow();
    List<Bytes> commitments = new ArrayList<>(right.commitments());
    commitments.set(0, Bytes.wrap(new byte[BlobSidecar.POINT]));
    return new PooledTransaction(
        one.transaction(),
        Optional.of(new BlobSidecar(right.version(), right.blobs(), commitments, right.proofs())));
  }

  /** One bit of each cell is flipped, so that it still is a list of field elements. */
  private static EthAnswer.Cells spoiled(EthAnswer.Cells right) {
    List<Bytes> cells =
        right.cells().getFirst().stream()
            .map(cell -> {
              byte[] bytes = cell.toArray();
              bytes[31] ^= 1;
              return Bytes.wrap(bytes);
            })
            .toList();
    return new EthAnswer.Cells(right.requestId(), right.hashes(), List.of(cells), right.mask());
  }

  private static void onePeer(EthDialogue d) throws IOException, Deviation {
    List<Blobby> all = new Sender(d, SENDER).blobs(d, 10, 2, 0x30);
    EthVoice voice = d.met();
    voice.say(announcement(all, voice.version()));
    long end = System.nanoTime() + EthVoice.READ.toNanos();
    while (System.nanoTime() < end) {
      Optional<EthHeard> heard = voice.hear(EthVoice.READ);
      if (heard.isEmpty()) {
        return;
      }
      unless(!heard.get().isEnd(), heard.get().text());
      if (heard.get() instanceof EthHeard.Eth eth) {
        if (eth.message() instanceof GetCells request) {
          unless(
              request.mask().count() >= CellMask.COLUMNS / 2,
              request.mask().count() + " columns are asked for");
        }
        if (eth.message() instanceof GetPooledTransactions request) {
          voice.say(
              new EthAnswer.PooledTransactions(
                  request.requestId(),
                  all.stream()
                      .filter(one -> request.hashes().contains(one.hash()))
                      .map(one -> one.delivered(voice.version()))
                      .toList()));
        }
      }
    }
  }

  /** Announces a transaction over some sessions, gives it, and waits until cells are wanted. */
  private static From<GetCells> askedForCells(EthDialogue d, Blobby one, List<EthVoice> voices)
      throws IOException, Deviation {
    for (EthVoice voice : voices) {
      voice.say(announcement(List.of(one), voice.version()));
    }
    From<GetPooledTransactions> asked = d.awaitAny(GetPooledTransactions.class, voices, ASKING);
    EthVoice voice = asked.voice();
    voice.say(
        new EthAnswer.PooledTransactions(
            asked.message().requestId(), List.of(one.delivered(voice.version()))));
    return d.awaitAny(GetCells.class, voices, ASKING);
  }

  static List<Case<EthDialogue>> ofOurs() {
    return List.of(
        needing(
            Need.CHAIN,
            must(
                "GetCells/Unknown",
                CELLS,
                "Of an unknown transaction there are no cells.",
                d -> {
                  EthVoice voice = d.speaking(72);
                  EthAnswer.Cells answer =
                      voice.ask(
                          new GetCells(3, List.of(d.hash()), CellMask.ALL), EthAnswer.Cells.class);
                  unless(answer.cells().stream().allMatch(List::isEmpty), "cells that cannot be");
                })),
        needing(
            Need.CHAIN,
            must(
                "GetCells/None",
                CELLS,
                "A request for nothing is answered by nothing.",
                d -> {
                  EthVoice voice = d.speaking(72);
                  EthAnswer.Cells answer =
                      voice.ask(new GetCells(3, List.of(), CellMask.NONE), EthAnswer.Cells.class);
                  unless(answer.hashes().isEmpty(), "cells nobody asked for");
                })),
        ended(
            "GetCells/ShortMask",
            CELLS,
            "A mask of 15 bytes ends the session.",
            d ->
                d.speaking(72)
                    .say(
                        "GetCells",
                        0x14,
                        Items.list(
                            Items.uint(3),
                            Items.list(Items.bytes(d.hash())),
                            Items.bytes(d.bytes(15))))));
  }

  private static Case<EthDialogue> blobs(
      String id, String sentence, Case.Script<EthDialogue> script) {
    Case<EthDialogue> one =
        must(
            id,
            BLOBS,
            sentence,
            d -> {
              d.tellHead(Optional.empty());
              script.play(d);
            });
    return within(LONG, needing(Need.CONSENSUS, one));
  }

  /** A case of eth/72: it passes at who does not speak it, as with go-ethereum's tool. */
  private static Case<EthDialogue> cells(
      String id, String sentence, CellMask custody, Case.Script<EthDialogue> script) {
    Case<EthDialogue> one =
        must(
            id,
            CELLS,
            sentence,
            d -> {
              int version = d.met().version();
              if (version < 72) {
                d.note("not on eth/" + version);
                return;
              }
              d.tellHead(Optional.of(custody));
              script.play(d);
            });
    return within(LONG, needing(Need.CONSENSUS, one));
  }
}

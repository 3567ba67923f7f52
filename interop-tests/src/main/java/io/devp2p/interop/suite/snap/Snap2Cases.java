package io.devp2p.interop.suite.snap;

import static io.devp2p.interop.dialogue.Deviation.unless;
import static io.devp2p.interop.suite.Case.must;
import static io.devp2p.interop.suite.Case.robustness;
import static io.devp2p.interop.suite.Case.within;

import io.devp2p.interop.dialogue.AccessListQuestion;
import io.devp2p.interop.dialogue.Deviation;
import io.devp2p.interop.dialogue.EthDialogue;
import io.devp2p.interop.dialogue.EthHeard;
import io.devp2p.interop.dialogue.EthVoice;
import io.devp2p.interop.suite.Case;
import io.devp2p.wire.snap.SnapAnswer;
import io.devp2p.wire.snap.SnapRequest.GetAccountRange;
import io.devp2p.wire.snap.SnapRequest.GetBlockAccessLists;
import io.devp2p.wire.snap.SnapRequest.GetTrieNodes;
import io.devp2p.wire.snap.SnapRequest.PathSet;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** What snap/2 has otherwise than snap/1. */
final class Snap2Cases {

  private static final String EIP = "EIP-8189";

  /** What answers hold at most. */
  private static final long SOFT = 2L << 20;

  private static final int TRIE_NODES = 0x07;
  private static final int LISTENED = 5;

  private Snap2Cases() {}

  static List<Case<EthDialogue>> ofGeth() {
    return List.of(
        must("Status", EIP, "A node that has snap/2 speaks it.", d -> d.metSnap(2)),
        within(
            AccountCases.LONG,
            must(
                "GetBlockAccessLists",
                EIP,
                "Access lists are given by position, each as its header commits to it.",
                d -> {
                  for (AccessListQuestion question : AccessListQuestion.ofGeth(d.chain())) {
                    isAnswered(d, question, SOFT);
                  }
                  isAnswered(d, AccessListQuestion.window(d.chain()), 1);
                  isAnswered(d, AccessListQuestion.window(d.chain()), 0);
                })),
        within(
            AccountCases.LONG,
            must(
                "TrieNodesRemoved",
                EIP,
                "snap/2 has no nodes of tries.",
                d -> {
                  EthVoice voice = d.metSnap(2);
                  voice.say(
                      new GetTrieNodes(
                          d.id(),
                          d.chain().head().stateRoot(),
                          List.of(new PathSet(List.of(Bytes.of(0)))),
                          5000));
                  for (int i = 0; i < LISTENED; i++) {
                    Optional<EthHeard> heard = voice.hear(EthVoice.READ);
                    if (heard.isEmpty() || heard.get().isEnd()) {
                      return;
                    }
                    unless(
                        !(heard.get() instanceof EthHeard.Snap answer
                            && answer.code() == TRIE_NODES),
                        "nodes of tries");
                  }
                  throw new Deviation("a request that snap/2 does not have is not refused");
                })));
  }

  private static void isAnswered(EthDialogue d, AccessListQuestion question, long bytes)
      throws IOException, Deviation {
    SnapAnswer.BlockAccessLists answer =
        d.metSnap(2)
            .ask(
                new GetBlockAccessLists(d.id(), question.hashes(), bytes),
                SnapAnswer.BlockAccessLists.class);
    question.check(d.chain(), answer.accessLists());
  }

  static List<Case<EthDialogue>> ofOurs() {
    return List.of(
        must(
            "AccountRange",
            EIP,
            "snap/2 has accounts as snap/1 has.",
            d -> {
              SnapAnswer.AccountRange answer =
                  d.metSnap(2)
                      .ask(
                          new GetAccountRange(
                              d.id(),
                              d.chain().head().stateRoot(),
                              AccountCases.FIRST,
                              AccountCases.LAST,
                              SOFT),
                          SnapAnswer.AccountRange.class);
              unless(
                  answer.accounts().size() == d.chain().state().accounts().size(),
                  answer.accounts().size() + " accounts");
            }),
        robustness(
            "GetBlockAccessLists/HugeLimit",
            EIP,
            "A limit of 2^64-1 bytes is no reason to refuse.",
            d -> isAnswered(d, AccessListQuestion.window(d.chain()), -1)));
  }
}

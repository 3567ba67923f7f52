package io.devp2p.interop.suite.eth;

import static io.devp2p.interop.suite.Case.must;
import static io.devp2p.interop.suite.Case.robustness;
import static io.devp2p.interop.suite.Case.within;

import io.devp2p.interop.dialogue.AccessListQuestion;
import io.devp2p.interop.dialogue.Deviation;
import io.devp2p.interop.dialogue.EthDialogue;
import io.devp2p.interop.dialogue.EthVoice;
import io.devp2p.interop.suite.Case;
import io.devp2p.wire.eth.EthAnswer;
import io.devp2p.wire.eth.EthRequest.GetBlockAccessLists;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.apache.tuweni.bytes.Bytes32;

/** Block access lists. */
final class AccessListCases {

  private static final String EIP = "EIP-8159";

  private AccessListCases() {}

  static List<Case<EthDialogue>> ofGeth() {
    return List.of(
        within(
            Duration.ofSeconds(30),
            must(
                "GetBlockAccessLists",
                EIP,
                "Access lists are given by position, each as its header commits to it.",
                d -> {
                  for (AccessListQuestion question : AccessListQuestion.ofGeth(d.chain())) {
                    isAnswered(d.met(EthDialogue.offer(71)), d, question);
                  }
                })));
  }

  static List<Case<EthDialogue>> ofOurs() {
    return List.of(
        must(
            "GetBlockAccessLists/72",
            EIP,
            "eth/72 has access lists as well.",
            d -> {
              List<Bytes32> head = List.of(d.chain().head().hash());
              isAnswered(d.speaking(72), d, new AccessListQuestion(head, 1, 1));
            }),
        must(
            "GetBlockAccessLists/BeforeAmsterdam",
            EIP,
            "A block whose header commits to no access list has none.",
            d -> {
              List<Bytes32> before = List.of(d.chain().header(1).hash());
              isAnswered(d.speaking(71), d, new AccessListQuestion(before, 1, 1));
            }),
        robustness(
            "GetBlockAccessLists/Many",
            EIP,
            "Of 2000 hashes as many are looked at as fit, 1024 at most.",
            d -> {
              List<Bytes32> many = Collections.nCopies(2000, d.chain().head().hash());
              isAnswered(d.speaking(71), d, new AccessListQuestion(many, 1, 1024));
            }));
  }

  private static void isAnswered(EthVoice voice, EthDialogue d, AccessListQuestion question)
      throws IOException, Deviation {
    EthAnswer.BlockAccessLists answer =
        voice.ask(
            new GetBlockAccessLists(d.id(), question.hashes()), EthAnswer.BlockAccessLists.class);
    question.check(d.chain(), answer.accessLists());
  }
}

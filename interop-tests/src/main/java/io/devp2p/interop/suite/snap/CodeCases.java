package io.devp2p.interop.suite.snap;

import static io.devp2p.interop.dialogue.Deviation.unless;
import static io.devp2p.interop.suite.Case.must;
import static io.devp2p.interop.suite.Case.robustness;
import static io.devp2p.interop.suite.Case.within;

import io.devp2p.core.crypto.Keccak;
import io.devp2p.interop.dialogue.Deviation;
import io.devp2p.interop.dialogue.EthDialogue;
import io.devp2p.interop.dialogue.KnownChain;
import io.devp2p.interop.suite.Case;
import io.devp2p.wire.snap.Account;
import io.devp2p.wire.snap.SnapAnswer;
import io.devp2p.wire.snap.SnapRequest.GetByteCodes;
import io.devp2p.wire.trie.Trie;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** Codes. */
final class CodeCases {

  private static final String CODES = AccountCases.SNAP + ", GetByteCodes (0x04)";

  private static final long ENOUGH = 10_000;
  private static final long ALL = 100_000;

  private CodeCases() {}

  /** The codes of the head, each once. */
  private static List<Bytes> codes(KnownChain chain) {
    return chain.state().accounts().stream()
        .map(account -> account.code())
        .filter(code -> !code.isEmpty())
        .distinct()
        .toList();
  }

  private static List<Bytes32> hashes(List<Bytes> codes) {
    return codes.stream().map(Keccak::hash).toList();
  }

  static List<Case<EthDialogue>> ofGeth() {
    return List.of(
        within(
            AccountCases.LONG,
            must(
                "GetByteCodes",
                CODES,
                "Codes are given in the order of the request, as many as was asked for.",
                d -> {
                  KnownChain chain = d.chain();
                  Bytes32 root = chain.head().stateRoot();
                  Bytes32 genesis = chain.header(0).stateRoot();
                  List<Bytes> codes = codes(chain);
                  List<Bytes32> all = hashes(codes);
                  isAnswered(d, List.of(genesis, root), ENOUGH, List.of());
                  isAnswered(d, List.of(genesis, genesis), ENOUGH, List.of());
                  isAnswered(d, List.of(Trie.EMPTY_ROOT), ENOUGH, List.of());
                  isAnswered(d, List.of(Account.NO_CODE), ENOUGH, List.of(Bytes.EMPTY));
                  isAnswered(
                      d,
                      Collections.nCopies(3, Account.NO_CODE),
                      ENOUGH,
                      Collections.nCopies(3, Bytes.EMPTY));
                  isAnswered(d, all, ALL, codes);
                  isAnswered(d, all, 1, codes.subList(0, 1));
                  isAnswered(d, all, 0, codes.subList(0, 1));
                  isAnswered(
                      d,
                      Collections.nCopies(4, all.getFirst()),
                      ENOUGH,
                      Collections.nCopies(4, codes.getFirst()));
                })));
  }

  private static void isAnswered(
      EthDialogue d, List<Bytes32> hashes, long bytes, List<Bytes> expected)
      throws IOException, Deviation {
    SnapAnswer.ByteCodes answer =
        d.metSnap(1).ask(new GetByteCodes(d.id(), hashes, bytes), SnapAnswer.ByteCodes.class);
    unless(
        answer.codes().equals(expected),
        answer.codes().size() + " codes that are not the " + expected.size() + " expected");
  }

  static List<Case<EthDialogue>> ofOurs() {
    return List.of(
        must(
            "GetByteCodes/None",
            CODES,
            "Nobody who asks for no code gets one.",
            d -> isAnswered(d, List.of(), ENOUGH, List.of())),
        must(
            "GetByteCodes/Gap",
            CODES,
            "What is missing is left out.",
            d -> {
              List<Bytes> codes = codes(d.chain()).subList(0, 2);
              List<Bytes32> hashes = hashes(codes);
              isAnswered(d, List.of(hashes.getFirst(), d.hash(), hashes.getLast()), ENOUGH, codes);
            }),
        robustness(
            "GetByteCodes/HugeLimit",
            CODES,
            "A limit of 2^64-1 bytes is no reason to refuse.",
            d -> {
              List<Bytes> codes = codes(d.chain());
              isAnswered(d, hashes(codes), -1, codes);
            }));
  }
}

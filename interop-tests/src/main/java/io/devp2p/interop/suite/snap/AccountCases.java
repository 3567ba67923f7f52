package io.devp2p.interop.suite.snap;

import static io.devp2p.interop.dialogue.Deviation.unless;
import static io.devp2p.interop.suite.Case.must;
import static io.devp2p.interop.suite.Case.robustness;
import static io.devp2p.interop.suite.Case.within;
import static io.devp2p.interop.suite.Endings.ended;

import io.devp2p.core.Violation;
import io.devp2p.core.crypto.Keccak;
import io.devp2p.interop.dialogue.Deviation;
import io.devp2p.interop.dialogue.EthDialogue;
import io.devp2p.interop.dialogue.EthVoice;
import io.devp2p.interop.dialogue.Items;
import io.devp2p.interop.dialogue.KnownChain;
import io.devp2p.interop.suite.Case;
import io.devp2p.node.state.FlatAccount;
import io.devp2p.wire.snap.Account;
import io.devp2p.wire.snap.HashedAccount;
import io.devp2p.wire.snap.SnapAnswer;
import io.devp2p.wire.snap.SnapRequest.GetAccountRange;
import io.devp2p.wire.trie.Leaf;
import io.devp2p.wire.trie.RangeProof;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.units.bigints.UInt256;

/** Ranges of accounts. */
final class AccountCases {

  static final String SNAP = "caps/snap.md";
  static final Duration LONG = Duration.ofSeconds(30);
  static final Bytes32 FIRST = Bytes32.ZERO;
  static final Bytes32 LAST = FIRST.not();

  private static final String ACCOUNTS = SNAP + ", GetAccountRange (0x00)";

  /** Bytes of an answer that has the whole state of the test chain. */
  private static final long ALL = 4000;

  /** States that are served: those of the last blocks. */
  private static final int SERVED = 127;

  private AccountCases() {}

  /** The hashes of all accounts at the head, ascending. */
  static List<Bytes32> keys(KnownChain chain) {
    return chain.state().accounts().stream()
        .map(account -> Keccak.hash(account.address().bytes()))
        .sorted()
        .toList();
  }

  static Bytes32 plus(Bytes32 hash, long offset) {
    UInt256 number = UInt256.fromBytes(hash);
    return offset < 0 ? number.subtract(-offset).toBytes() : number.add(offset).toBytes();
  }

  static List<Case<EthDialogue>> ofGeth() {
    return List.of(
        must("Status", SNAP, "A node that has snap/1 speaks it.", d -> d.metSnap(1)),
        within(
            LONG,
            must(
                "AccountRange",
                ACCOUNTS,
                "Ranges of accounts are right, proved, and as long as was asked for.",
                AccountCases::ranges)));
  }

  /** A question. */
  private record Range(Bytes32 root, Bytes32 start, Bytes32 limit, long bytes) {

    /**
     * The accounts of the answer: those from the start on, until the limit or the number of bytes
     * is reached. An account counts as its hash and its slim form.
     */
    List<Bytes32> expected(KnownChain chain) {
      List<Bytes32> expected = new ArrayList<>();
      long size = 0;
      for (Map.Entry<Bytes32, Integer> account : sizes(chain).tailMap(start).entrySet()) {
        expected.add(account.getKey());
        size += Bytes32.SIZE + account.getValue();
        if (account.getKey().compareTo(limit) >= 0 || Long.compareUnsigned(size, bytes) > 0) {
          break;
        }
      }
      return expected;
    }
  }

  /** The bytes of all accounts at the head in their slim form, by their hashes. */
  private static NavigableMap<Bytes32, Integer> sizes(KnownChain chain) {
    NavigableMap<Bytes32, Integer> sizes = new TreeMap<>();
    for (FlatAccount flat : chain.state().accounts()) {
      Account account =
          new Account(
              flat.nonce(),
              flat.balance(),
              StorageCases.storageRoot(flat),
              Keccak.hash(flat.code()));
      sizes.put(Keccak.hash(flat.address().bytes()), account.encodeSlim().size());
    }
    return sizes;
  }

  private static void ranges(EthDialogue d) throws IOException, Deviation {
    KnownChain chain = d.chain();
    Bytes32 root = chain.head().stateRoot();
    Bytes32 first = keys(chain).getFirst();
    Bytes32 unknown = Bytes32.rightPad(Bytes.of(0x13, 0x37));
    Bytes32 recent = chain.header(chain.height() - SERVED).stateRoot();
    for (Range range :
        List.of(
            new Range(root, FIRST, LAST, ALL),
            new Range(root, FIRST, LAST, 3000),
            new Range(root, FIRST, LAST, 2000),
            new Range(root, FIRST, LAST, 1),
            new Range(root, FIRST, LAST, 0),
            new Range(root, plus(first, -500), plus(first, 1), ALL),
            new Range(root, plus(first, -500), plus(first, -450), ALL),
            new Range(root, FIRST, FIRST, ALL),
            new Range(root, first, LAST, ALL),
            new Range(root, plus(first, 1), LAST, ALL),
            new Range(root, LAST, FIRST, ALL),
            new Range(root, first, plus(first, -1), ALL),
            new Range(root, first, FIRST, ALL))) {
      isAnswered(d, range, range.expected(chain));
    }
    Bytes32 genesis = chain.header(0).stateRoot();
    for (Bytes32 other : List.of(unknown, genesis, StorageCases.storageRoot(chain))) {
      isAnswered(d, new Range(other, FIRST, LAST, ALL), List.of());
    }
    isOfRecent(d, new Range(recent, FIRST, LAST, ALL));
  }

  /** The oldest state that is served: its accounts are as many as prove its root. */
  private static void isOfRecent(EthDialogue d, Range range) throws IOException, Deviation {
    SnapAnswer.AccountRange answer = ask(d, range);
    unless(!answer.accounts().isEmpty(), "no accounts of the state " + SERVED + " blocks ago");
    isProved(range, answer);
  }

  private static SnapAnswer.AccountRange ask(EthDialogue d, Range r) throws IOException, Deviation {
    return d.metSnap(1)
        .ask(
            new GetAccountRange(d.id(), r.root, r.start, r.limit, r.bytes),
            SnapAnswer.AccountRange.class);
  }

  private static void isAnswered(EthDialogue d, Range range, List<Bytes32> expected)
      throws IOException, Deviation {
    SnapAnswer.AccountRange answer = ask(d, range);
    List<Bytes32> hashes = answer.accounts().stream().map(HashedAccount::hash).toList();
    unless(
        hashes.size() == expected.size(),
        hashes.size() + " accounts instead of " + expected.size() + " for " + range);
    unless(hashes.equals(expected), "other accounts for " + range);
    if (!hashes.isEmpty() || !answer.proof().isEmpty()) {
      isProved(range, answer);
    }
  }

  private static void isProved(Range range, SnapAnswer.AccountRange answer) throws Deviation {
    unless(!answer.proof().isEmpty() || range.start.equals(FIRST), "no proof for " + range);
    List<Leaf> leaves =
        answer.accounts().stream().map(a -> new Leaf(a.hash(), a.account().encode())).toList();
    try {
      RangeProof.verify(range.root, range.start, leaves, answer.proof());
    } catch (Violation wrong) {
      throw new Deviation("the proof is wrong: " + wrong.rule().name() + " for " + range);
    }
  }

  static List<Case<EthDialogue>> ofOurs() {
    return List.of(
        must(
            "AccountRange/BehindTheLast",
            ACCOUNTS,
            "That no account follows is proved.",
            d -> {
              List<Bytes32> keys = keys(d.chain());
              Bytes32 root = d.chain().head().stateRoot();
              Range range = new Range(root, plus(keys.getLast(), 1), LAST, ALL);
              SnapAnswer.AccountRange answer = ask(d, range);
              unless(answer.accounts().isEmpty(), "accounts behind the last");
              isProved(range, answer);
            }),
        must(
            "AccountRange/Gap",
            ACCOUNTS,
            "An answer from between two accounts proves that there are none between.",
            d -> {
              List<Bytes32> keys = keys(d.chain());
              Bytes32 root = d.chain().head().stateRoot();
              isAnswered(
                  d,
                  new Range(root, plus(keys.get(10), 1), keys.get(12), ALL),
                  keys.subList(11, 13));
            }),
        must(
            "AccountRange/Walk",
            ACCOUNTS,
            "A state that is asked for piece by piece has each account once.",
            d -> {
              List<Bytes32> keys = keys(d.chain());
              Bytes32 root = d.chain().head().stateRoot();
              EthVoice voice = d.metSnap(1);
              int at = 0;
              Bytes32 start = FIRST;
              while (at < keys.size()) {
                SnapAnswer.AccountRange answer =
                    voice.ask(
                        new GetAccountRange(at, root, start, LAST, 600),
                        SnapAnswer.AccountRange.class);
                List<Bytes32> hashes = answer.accounts().stream().map(HashedAccount::hash).toList();
                int end = Math.min(keys.size(), at + hashes.size());
                unless(
                    !hashes.isEmpty() && hashes.equals(keys.subList(at, end)),
                    "other accounts from " + start);
                isProved(new Range(root, start, LAST, 600), answer);
                at = end;
                start = plus(hashes.getLast(), 1);
              }
            }),
        robustness(
            "AccountRange/HugeLimit",
            ACCOUNTS,
            "A limit of 2^64-1 bytes is no reason to refuse.",
            d -> {
              List<Bytes32> keys = keys(d.chain());
              Bytes32 root = d.chain().head().stateRoot();
              isAnswered(d, new Range(root, FIRST, LAST, -1), keys);
            }),
        malformed(
            "AccountRange/ShortRoot",
            "A root of 31 bytes ends the session.",
            0x00,
            d ->
                Items.list(
                    Items.uint(1),
                    Items.bytes(d.bytes(31)),
                    Items.bytes(FIRST),
                    Items.bytes(LAST),
                    Items.uint(500))),
        malformed(
            "AccountRange/NoList",
            "A request that is no list ends the session.",
            0x00,
            d -> Items.bytes(d.bytes(70))),
        malformed(
            "Message/Unknown",
            "An id that snap/1 does not have ends the session.",
            0x08,
            d -> Items.list(Items.uint(1), Items.list(), Items.uint(500))));
  }

  /** A request that cannot be read, made for one dialogue. */
  interface Malformed {
    Bytes of(EthDialogue d);
  }

  static Case<EthDialogue> malformed(String id, String sentence, int code, Malformed form) {
    return ended(
        id, SNAP, sentence, d -> d.metSnap(1).saySnap("a malformed request", code, form.of(d)));
  }
}

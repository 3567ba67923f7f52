package io.devp2p.interop.suite.snap;

import static io.devp2p.interop.dialogue.Deviation.unless;
import static io.devp2p.interop.suite.Case.must;
import static io.devp2p.interop.suite.Case.within;
import static io.devp2p.interop.suite.snap.AccountCases.FIRST;
import static io.devp2p.interop.suite.snap.AccountCases.LAST;

import io.devp2p.core.Violation;
import io.devp2p.core.crypto.Keccak;
import io.devp2p.core.rlp.RlpWriter;
import io.devp2p.interop.dialogue.Deviation;
import io.devp2p.interop.dialogue.EthDialogue;
import io.devp2p.interop.dialogue.KnownChain;
import io.devp2p.interop.suite.Case;
import io.devp2p.node.state.FlatAccount;
import io.devp2p.wire.snap.SnapAnswer;
import io.devp2p.wire.snap.SnapRequest.GetStorageRanges;
import io.devp2p.wire.trie.Leaf;
import io.devp2p.wire.trie.RangeProof;
import io.devp2p.wire.trie.TrieBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** Ranges of the storage of accounts. */
final class StorageCases {

  private static final String STORAGE = AccountCases.SNAP + ", GetStorageRanges (0x02)";

  /** Slots of the account of the test chain that is made for this. */
  private static final int SLOTS = 3;

  private StorageCases() {}

  /** The account that has three slots. */
  static FlatAccount owner(KnownChain chain) {
    return chain.genesis().accounts().stream()
        .filter(account -> account.storage().size() == SLOTS)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no account of the chain has three slots"));
  }

  static Bytes32 ownerHash(KnownChain chain) {
    return Keccak.hash(owner(chain).address().bytes());
  }

  /** Its slots by their hashes, ascending. */
  private static List<Leaf> slots(FlatAccount account) {
    TreeMap<Bytes32, Bytes> slots = new TreeMap<>();
    account
        .storage()
        .forEach(
            (slot, value) -> slots.put(Keccak.hash(slot), RlpWriter.encode(w -> w.uint(value))));
    List<Leaf> leaves = new ArrayList<>();
    slots.forEach((key, value) -> leaves.add(new Leaf(key, value)));
    return leaves;
  }

  /** The root of its storage. */
  static Bytes32 storageRoot(KnownChain chain) {
    return storageRoot(owner(chain));
  }

  /** The root of the storage of an account. */
  static Bytes32 storageRoot(FlatAccount account) {
    TrieBuilder builder = new TrieBuilder();
    slots(account).forEach(leaf -> builder.add(leaf.key(), leaf.value()));
    return builder.finish();
  }

  static List<Case<EthDialogue>> ofGeth() {
    return List.of(
        within(
            AccountCases.LONG,
            must(
                "GetStorageRanges",
                STORAGE,
                "Ranges of slots are right, and end where was asked for.",
                d -> {
                  List<Leaf> slots = slots(owner(d.chain()));
                  Bytes32 one = (Bytes32) slots.get(0).key();
                  Bytes32 two = (Bytes32) slots.get(1).key();
                  Bytes32 between = Bytes32.wrap(Bytes.concatenate(Bytes.of(0x4f), LAST.slice(1)));
                  isAnswered(d, FIRST, LAST, 500, slots);
                  isAnswered(d, one, LAST, 1000, slots);
                  isAnswered(d, AccountCases.plus(one, 1), LAST, 500, slots.subList(1, 3));
                  isAnswered(d, one, two, 500, slots.subList(0, 2));
                  isAnswered(d, between, AccountCases.plus(two, 1), 500, slots.subList(1, 3));
                })));
  }

  private static SnapAnswer.StorageRanges ask(
      EthDialogue d, List<Bytes32> accounts, Bytes32 start, Bytes32 limit, long bytes)
      throws IOException, Deviation {
    return d.metSnap(1)
        .ask(
            new GetStorageRanges(
                d.id(),
                d.chain().head().stateRoot(),
                accounts,
                Optional.of(start),
                Optional.of(limit),
                bytes),
            SnapAnswer.StorageRanges.class);
  }

  private static SnapAnswer.StorageRanges isAnswered(
      EthDialogue d, Bytes32 start, Bytes32 limit, long bytes, List<Leaf> expected)
      throws IOException, Deviation {
    SnapAnswer.StorageRanges answer = ask(d, List.of(ownerHash(d.chain())), start, limit, bytes);
    unless(
        answer.slots().equals(List.of(expected)),
        answer.slots() + " instead of " + expected + " from " + start + " to " + limit);
    return answer;
  }

  static List<Case<EthDialogue>> ofOurs() {
    return List.of(
        must(
            "GetStorageRanges/Proved",
            STORAGE,
            "A part of a storage is proved.",
            d -> {
              List<Leaf> slots = slots(owner(d.chain()));
              Bytes32 start = AccountCases.plus((Bytes32) slots.getFirst().key(), 1);
              SnapAnswer.StorageRanges answer =
                  isAnswered(d, start, LAST, 500, slots.subList(1, SLOTS));
              unless(!answer.proof().isEmpty(), "no proof");
              try {
                RangeProof.verify(
                    storageRoot(d.chain()), start, answer.slots().getFirst(), answer.proof());
              } catch (Violation wrong) {
                throw new Deviation("the proof is wrong: " + wrong.rule().name());
              }
            }),
        must(
            "GetStorageRanges/ByteLimit",
            STORAGE,
            "With a limit of one byte there is one slot.",
            d -> isAnswered(d, FIRST, LAST, 1, slots(owner(d.chain())).subList(0, 1))),
        must(
            "GetStorageRanges/UnknownRoot",
            STORAGE,
            "Of an unknown state there is nothing.",
            d -> {
              SnapAnswer.StorageRanges answer =
                  d.metSnap(1)
                      .ask(
                          new GetStorageRanges(
                              1,
                              d.hash(),
                              List.of(ownerHash(d.chain())),
                              Optional.empty(),
                              Optional.empty(),
                              500),
                          SnapAnswer.StorageRanges.class);
              unless(answer.slots().isEmpty() && answer.proof().isEmpty(), "slots of nothing");
            }),
        must(
            "GetStorageRanges/NoAccounts",
            STORAGE,
            "Nobody who asks for no account gets one.",
            d ->
                unless(
                    ask(d, List.of(), FIRST, LAST, 500).slots().isEmpty(),
                    "slots nobody asked for")),
        must(
            "GetStorageRanges/Twice",
            STORAGE,
            "Two accounts that are asked for as a whole are given as a whole.",
            d -> {
              List<Leaf> slots = slots(owner(d.chain()));
              Bytes32 hash = ownerHash(d.chain());
              SnapAnswer.StorageRanges answer =
                  d.metSnap(1)
                      .ask(
                          new GetStorageRanges(
                              1,
                              d.chain().head().stateRoot(),
                              List.of(hash, hash),
                              Optional.empty(),
                              Optional.empty(),
                              5000),
                          SnapAnswer.StorageRanges.class);
              unless(
                  answer.slots().equals(List.of(slots, slots)),
                  answer.slots().size() + " storages, not both");
            }));
  }
}

package io.devp2p.interop.suite.snap;

import static io.devp2p.interop.dialogue.Deviation.unless;
import static io.devp2p.interop.suite.Case.must;
import static io.devp2p.interop.suite.Case.within;

import io.devp2p.core.crypto.Keccak;
import io.devp2p.core.rlp.RlpReader;
import io.devp2p.interop.dialogue.Deviation;
import io.devp2p.interop.dialogue.EthDialogue;
import io.devp2p.interop.dialogue.EthHeard;
import io.devp2p.interop.dialogue.EthVoice;
import io.devp2p.interop.dialogue.Items;
import io.devp2p.interop.dialogue.KnownChain;
import io.devp2p.interop.suite.Case;
import io.devp2p.node.state.FlatState;
import io.devp2p.node.store.Item;
import io.devp2p.node.store.Kind;
import io.devp2p.wire.snap.SnapAnswer;
import io.devp2p.wire.snap.SnapRequest.GetTrieNodes;
import io.devp2p.wire.snap.SnapRequest.PathSet;
import io.devp2p.wire.trie.MissingNode;
import io.devp2p.wire.trie.Trie;
import io.devp2p.wire.trie.TriePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** Nodes of tries. */
final class NodeCases {

  private static final String NODES = AccountCases.SNAP + ", GetTrieNodes (0x06)";
  private static final long ENOUGH = 5000;

  /** Nibbles of a path that ends behind every leaf. */
  private static final int DEEPEST = 65;

  private static final PathSet ROOT = new PathSet(List.of(Bytes.of(0)));

  private NodeCases() {}

  static List<Case<EthDialogue>> ofGeth() {
    return List.of(
        within(
            AccountCases.LONG,
            must(
                "GetTrieNodes",
                NODES,
                "Nodes are given by their paths, in the order of the request.",
                NodeCases::nodes)));
  }

  private static void nodes(EthDialogue d) throws IOException, Deviation {
    KnownChain chain = d.chain();
    Bytes32 root = chain.head().stateRoot();
    Bytes32 before = chain.header(chain.height() - 1).stateRoot();
    isAnswered(d, root, 500, List.of(), List.of());
    isRefused(d, root);
    isAnswered(
        d,
        before,
        ENOUGH,
        List.of(ROOT, new PathSet(List.of(Bytes.of(1), Bytes.of(0)))),
        List.of(before));
    isAnswered(d, root, ENOUGH, List.of(new PathSet(List.of(longPath()))), List.of(nothing()));
    Trie trie = headTrie(chain);
    List<TriePath> paths =
        IntStream.rangeClosed(1, DEEPEST)
            .mapToObj(length -> prefix(AccountCases.keys(chain).getFirst(), length))
            .toList();
    isAnswered(d, root, ENOUGH, sets(paths), hashes(trie, paths));
    List<TriePath> some = List.of(paths.get(10), paths.get(1), paths.get(0));
    isAnswered(d, root, ENOUGH, sets(some), hashes(trie, some));
    storage(d, root);
  }

  private static void storage(EthDialogue d, Bytes32 root) throws IOException, Deviation {
    Bytes32 owner = StorageCases.ownerHash(d.chain());
    Bytes32 storageRoot = StorageCases.storageRoot(d.chain());
    Bytes path = Bytes.of(0x1b); // nibble b, as an odd path of one
    isAnswered(
        d, root, ENOUGH, List.of(new PathSet(List.of(owner, Bytes.of(0)))), List.of(storageRoot));
    Bytes32 below =
        Keccak.hash(
            trie(d.chain(), storageRoot).node(TriePath.ofCompact(path)).orElse(Bytes.EMPTY));
    isAnswered(
        d,
        root,
        ENOUGH,
        List.of(new PathSet(List.of(owner, Bytes.of(0), path))),
        List.of(storageRoot, below));
  }

  private static Bytes32 nothing() {
    return Keccak.hash(Bytes.EMPTY);
  }

  private static Bytes longPath() {
    Bytes part = Bytes.of(1, 2, 3, 4, 5, 6, 7, 8, 0);
    return Bytes.concatenate(Bytes.of(0), part, part, part, part, part, part);
  }

  /** A prefix of a key of 65 nibbles, whose last nibble is 0. */
  private static TriePath prefix(Bytes32 key, int length) {
    Bytes nibbles = TriePath.of(key).nibbles();
    return new TriePath(Bytes.concatenate(nibbles.slice(0, length - 1), Bytes.of(0)));
  }

  private static List<PathSet> sets(List<TriePath> paths) {
    return paths.stream().map(path -> new PathSet(List.of(path.compact()))).toList();
  }

  private static Trie headTrie(KnownChain chain) {
    return trie(chain, chain.head().stateRoot());
  }

  /** A trie of the state of the head. */
  private static Trie trie(KnownChain chain, Bytes32 root) {
    Map<Bytes32, Bytes> nodes = new HashMap<>();
    FlatState state = chain.state().state();
    for (Item item : state.items()) {
      if (item.kind() == Kind.NODE) {
        nodes.put(item.key(), item.value());
      }
    }
    return Trie.of(
        hash -> Optional.ofNullable(nodes.get(hash)).orElseThrow(() -> new MissingNode(hash)),
        root);
  }

  /** The hashes of the nodes at some paths; of nothing where there is none. */
  private static List<Bytes32> hashes(Trie trie, List<TriePath> paths) {
    List<Bytes32> hashes = new ArrayList<>();
    for (TriePath path : paths) {
      boolean tooDeep = path.depth() > 2 * Bytes32.SIZE;
      hashes.add(
          Keccak.hash((tooDeep ? Optional.<Bytes>empty() : trie.node(path)).orElse(Bytes.EMPTY)));
    }
    return hashes;
  }

  private static void isAnswered(
      EthDialogue d, Bytes32 root, long bytes, List<PathSet> paths, List<Bytes32> expected)
      throws IOException, Deviation {
    SnapAnswer.TrieNodes answer =
        d.metSnap(1).ask(new GetTrieNodes(d.id(), root, paths, bytes), SnapAnswer.TrieNodes.class);
    List<Bytes32> hashes = answer.nodes().stream().map(Keccak::hash).toList();
    unless(
        hashes.equals(expected),
        hashes.size() + " nodes that are not the " + expected.size() + " expected");
  }

  /** A path set without a path is answered by nothing, silence or an end. */
  private static void isRefused(EthDialogue d, Bytes32 root) throws IOException, Deviation {
    EthVoice voice = d.metSnap(1);
    Bytes sets = Items.list(Items.list(), Items.list(Items.bytes(Bytes.of(0))));
    voice.saySnap(
        "GetTrieNodes",
        0x06,
        Items.list(Items.uint(d.id()), Items.bytes(root), sets, Items.uint(ENOUGH)));
    Optional<EthHeard> heard = voice.hear(EthVoice.READ);
    if (heard.isPresent() && heard.get() instanceof EthHeard.Snap answer) {
      RlpReader in = RlpReader.list(answer.data());
      in.uint64();
      unless(in.list().isAtEnd(), "nodes for a path set without a path");
    }
  }

  static List<Case<EthDialogue>> ofOurs() {
    return List.of(
        must(
            "GetTrieNodes/UnknownRoot",
            NODES,
            "Of an unknown state there are no nodes.",
            d -> {
              SnapAnswer.TrieNodes answer =
                  d.metSnap(1)
                      .ask(
                          new GetTrieNodes(1, d.hash(), List.of(ROOT), ENOUGH),
                          SnapAnswer.TrieNodes.class);
              unless(answer.nodes().stream().allMatch(Bytes::isEmpty), "nodes of an unknown state");
            }),
        must(
            "GetTrieNodes/ByteLimit",
            NODES,
            "With a limit of one byte there is one node.",
            d ->
                isAnswered(
                    d,
                    d.chain().head().stateRoot(),
                    1,
                    List.of(ROOT, ROOT, ROOT),
                    List.of(d.chain().head().stateRoot()))),
        must(
            "GetTrieNodes/Twice",
            NODES,
            "A node that is asked for twice comes twice.",
            d ->
                isAnswered(
                    d,
                    d.chain().head().stateRoot(),
                    ENOUGH,
                    List.of(ROOT, ROOT),
                    List.of(d.chain().head().stateRoot(), d.chain().head().stateRoot()))));
  }
}

package io.devp2p.wire.snap;

import io.devp2p.core.crypto.Keccak;
import io.devp2p.core.rlp.RlpWriter;
import io.devp2p.wire.trie.Leaf;
import io.devp2p.wire.trie.MissingNode;
import io.devp2p.wire.trie.NodeSource;
import io.devp2p.wire.trie.Trie;
import io.devp2p.wire.trie.TrieBuilder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.units.bigints.UInt256;

/**
 * A small state: 48 plain accounts, behind them one with three slots and one with a thousand, both
 * with code. Serves it, and two access lists.
 */
final class TestState implements SnapBackend {

  static final int PLAIN = 48;

  /** What a plain account counts: its key, and 13 bytes in slim form. */
  static final int PLAIN_BYTES = 32 + 13;

  /** What a slot of the large contract counts: its key, and a word of one byte below 0x80. */
  static final int SLOT_BYTES = 32 + 1;

  static final Bytes32 SMALL_CONTRACT = Bytes32.repeat((byte) 0xfd);
  static final Bytes32 LARGE_CONTRACT = Bytes32.repeat((byte) 0xfe);
  static final Bytes SMALL_CODE = Bytes.fromHexString("0x6001");
  static final Bytes LARGE_CODE = Bytes.repeat((byte) 0x5b, 500);
  static final Bytes32 BLOCK = Bytes32.repeat((byte) 0xb1);
  static final Bytes32 EMPTY_BLOCK = Bytes32.repeat((byte) 0xb2);
  static final Bytes ACCESS_LIST = Bytes.fromHexString("0xdbda94" + "aa".repeat(20) + "c0c0c0c0c0");
  static final Bytes EMPTY_ACCESS_LIST = Bytes.of(0xc0);

  private final Map<Bytes32, Bytes> nodes = new HashMap<>();
  private final Map<Bytes32, Bytes> codes = new HashMap<>();

  final List<Leaf> smallStorage = slots(3);
  final List<Leaf> largeStorage = slots(1000);
  final List<HashedAccount> accounts = new ArrayList<>();
  final Bytes32 root;

  TestState() {
    Account plain =
        new Account(
            1, UInt256.valueOf(1_000_000_000_000_000_000L), Trie.EMPTY_ROOT, Account.NO_CODE);
    IntStream.range(0, PLAIN)
        .mapToObj(i -> Bytes32.rightPad(Bytes.of(1 + 5 * i)))
        .forEach(key -> accounts.add(new HashedAccount(key, plain)));
    accounts.add(contract(SMALL_CONTRACT, smallStorage, SMALL_CODE));
    accounts.add(contract(LARGE_CONTRACT, largeStorage, LARGE_CODE));
    root = build(accounts.stream().map(a -> new Leaf(a.hash(), a.account().encode())).toList());
  }

  private static List<Leaf> slots(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> new Leaf(Keccak.hash(Bytes.ofUnsignedInt(i)), value(1 + i % 100)))
        .sorted(Comparator.comparing(Leaf::key))
        .toList();
  }

  private static Bytes value(long word) {
    return RlpWriter.encode(w -> w.uint(word));
  }

  private HashedAccount contract(Bytes32 hash, List<Leaf> storage, Bytes code) {
    codes.put(Keccak.hash(code), code);
    return new HashedAccount(hash, new Account(1, UInt256.ZERO, build(storage), Keccak.hash(code)));
  }

  private Bytes32 build(List<Leaf> leaves) {
    TrieBuilder builder = new TrieBuilder(nodes::put);
    leaves.forEach(leaf -> builder.add(leaf.key(), leaf.value()));
    return builder.finish();
  }

  Account account(Bytes32 hash) {
    return accounts.stream().filter(a -> a.hash().equals(hash)).findFirst().orElseThrow().account();
  }

  Trie trie() {
    return Trie.of(source(), root);
  }

  Trie storage(Bytes32 account) {
    return Trie.of(source(), account(account).storageRoot());
  }

  private NodeSource source() {
    return hash -> Optional.ofNullable(nodes.get(hash)).orElseThrow(() -> new MissingNode(hash));
  }

  /** Loses a node, as a store does that drops a state while it is read. */
  void drop(Bytes32 hash) {
    nodes.remove(hash);
  }

  @Override
  public Optional<NodeSource> state(Bytes32 wanted) {
    return wanted.equals(root) ? Optional.of(source()) : Optional.empty();
  }

  @Override
  public Optional<Bytes> code(Bytes32 hash) {
    return Optional.ofNullable(codes.get(hash));
  }

  @Override
  public Optional<Bytes> accessList(Bytes32 block) {
    return block.equals(BLOCK)
        ? Optional.of(ACCESS_LIST)
        : block.equals(EMPTY_BLOCK) ? Optional.of(EMPTY_ACCESS_LIST) : Optional.empty();
  }
}

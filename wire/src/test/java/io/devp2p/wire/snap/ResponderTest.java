package io.devp2p.wire.snap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.devp2p.core.crypto.Keccak;
import io.devp2p.wire.snap.SnapRequest.PathSet;
import io.devp2p.wire.trie.Leaf;
import io.devp2p.wire.trie.NodeSource;
import io.devp2p.wire.trie.RangeProof;
import io.devp2p.wire.trie.Trie;
import io.devp2p.wire.trie.TriePath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.units.bigints.UInt256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The cases of go-ethereum's snap suites, on a state of our own. */
final class ResponderTest {

  private static final TestState STATE = new TestState();
  private static final Responder RESPONDER = new Responder(STATE);
  private static final Bytes32 ZERO = Bytes32.ZERO;
  private static final Bytes32 MAX = Bytes32.ZERO.not();
  private static final int ALL = STATE.accounts.size();
  private static final Bytes32 K1 = STATE.accounts.get(0).hash();
  private static final Bytes32 K2 = STATE.accounts.get(1).hash();
  private static final Bytes32 UNKNOWN = Bytes32.repeat((byte) 0x13);
  private static final long LARGE = 1 << 20;

  private static Bytes32 plus(Bytes32 key, long difference) {
    UInt256 number = UInt256.fromBytes(key);
    return difference < 0 ? number.subtract(-difference) : number.add(difference);
  }

  // ---- accounts

  static Stream<Arguments> accountRanges() {
    int plain = TestState.PLAIN_BYTES;
    return Stream.of(
        Arguments.of("all", ZERO, MAX, LARGE, 0, ALL),
        Arguments.of("all, to the byte", ZERO, MAX, 48L * plain + 2 * 110, 0, ALL),
        Arguments.of("the last that fits exactly lets one more in", ZERO, MAX, 10L * plain, 0, 11),
        Arguments.of("the one that exceeds is in", ZERO, MAX, 10L * plain - 1, 0, 10),
        Arguments.of("1 byte", ZERO, MAX, 1L, 0, 1),
        Arguments.of("0 bytes", ZERO, MAX, 0L, 0, 1),
        Arguments.of("2^64 - 1 bytes", ZERO, MAX, -1L, 0, ALL),
        Arguments.of(
            "the one that reaches the limit is in", plus(K1, -500), plus(K1, 1), LARGE, 0, 2),
        Arguments.of("one beyond the limit", plus(K1, -500), plus(K1, -450), LARGE, 0, 1),
        Arguments.of("limit 0", ZERO, ZERO, LARGE, 0, 1),
        Arguments.of("from the first", K1, MAX, LARGE, 0, ALL),
        Arguments.of("from behind the first", plus(K1, 1), MAX, LARGE, 1, ALL - 1),
        Arguments.of("from behind the last", MAX, ZERO, LARGE, ALL, 0),
        Arguments.of("limit before the start", K1, plus(K1, -1), LARGE, 0, 1),
        Arguments.of("limit is the start", K2, K2, LARGE, 1, 1),
        Arguments.of("limit 0 from the first", K1, ZERO, LARGE, 0, 1));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void accountRanges(String name, Bytes32 start, Bytes32 limit, long bytes, int first, int count) {
    SnapAnswer.AccountRange answer = accounts(STATE.root, start, limit, bytes);
    assertThat(answer.requestId()).isEqualTo(7);
    assertThat(answer.accounts()).isEqualTo(STATE.accounts.subList(first, first + count));
    List<Leaf> leaves =
        answer.accounts().stream().map(a -> new Leaf(a.hash(), a.account().encode())).toList();
    assertThat(answer.proof()).isNotEmpty();
    assertThat(RangeProof.verify(STATE.root, start, leaves, answer.proof()))
        .isEqualTo(first + count < ALL);
  }

  private static SnapAnswer.AccountRange accounts(
      Bytes32 root, Bytes32 start, Bytes32 limit, long bytes) {
    return (SnapAnswer.AccountRange)
        RESPONDER.answer(
            new SnapRequest.GetAccountRange(7, root, start, limit, bytes), () -> false);
  }

  @Test
  void noAccountsOfAStateThatIsNotHeld() {
    SnapAnswer.AccountRange nothing = new SnapAnswer.AccountRange(7, List.of(), List.of());
    assertThat(accounts(UNKNOWN, ZERO, MAX, LARGE)).isEqualTo(nothing);
    Bytes32 storage = STATE.account(TestState.SMALL_CONTRACT).storageRoot();
    assertThat(accounts(storage, ZERO, MAX, LARGE)).isEqualTo(nothing);
  }

  @Test
  void whatIsDroppedWhileItIsReadIsNotAvailable() {
    TestState dropping = new TestState();
    Bytes leaf = dropping.trie().prove(K2).getLast();
    dropping.drop(Keccak.hash(leaf));
    Responder responder = new Responder(dropping);
    assertThat(
            responder.answer(
                new SnapRequest.GetAccountRange(7, dropping.root, ZERO, MAX, LARGE), () -> false))
        .isEqualTo(new SnapAnswer.AccountRange(7, List.of(), List.of()));
  }

  @Test
  void aBackendThatServesWhatIsNoStateIsOurFault() {
    Bytes32 storage = STATE.account(TestState.SMALL_CONTRACT).storageRoot();
    SnapBackend wrong =
        new SnapBackend() {
          @Override
          public Optional<NodeSource> state(Bytes32 root) {
            return STATE.state(STATE.root);
          }
        };
    assertThatIllegalStateException()
        .isThrownBy(() ->
            new Responder(wrong)
                .answer(
                    new SnapRequest.GetAccountRange(7, storage, ZERO, MAX, LARGE), () -> false));
  }

  @Test
  void whoIsLateSendsWhatItHas() {
    SnapAnswer.AccountRange answer =
        (SnapAnswer.AccountRange)
            RESPONDER.answer(
                new SnapRequest.GetAccountRange(7, STATE.root, ZERO, MAX, LARGE), () -> true);
    assertThat(answer.accounts()).hasSize(1);
  }

  // ---- storage

  private static SnapAnswer.StorageRanges storage(
      List<Bytes32> accounts, Optional<Bytes32> start, Optional<Bytes32> limit, long bytes) {
    return (SnapAnswer.StorageRanges)
        RESPONDER.answer(
            new SnapRequest.GetStorageRanges(7, STATE.root, accounts, start, limit, bytes),
            () -> false);
  }

  private static SnapAnswer.StorageRanges small(Bytes32 start, Bytes32 limit) {
    return storage(List.of(TestState.SMALL_CONTRACT), Optional.of(start), Optional.of(limit), 500);
  }

  private static Bytes32 slot(int index) {
    return Bytes32.wrap(STATE.smallStorage.get(index).key());
  }

  private static boolean verify(
      Bytes32 account, Bytes32 start, List<Leaf> slots, List<Bytes> proof) {
    return RangeProof.verify(STATE.account(account).storageRoot(), start, slots, proof);
  }

  @Test
  void storageAsAWholeHasNoProof() {
    SnapAnswer.StorageRanges answer = small(ZERO, MAX);
    assertThat(answer.slots()).containsExactly(STATE.smallStorage);
    assertThat(answer.proof()).isEmpty();
  }

  static Stream<Arguments> storageRanges() {
    Bytes32 max = MAX;
    return Stream.of(
        Arguments.of(slot(0), max, 0, 3),
        Arguments.of(plus(slot(0), 1), max, 1, 2),
        Arguments.of(slot(0), slot(1), 0, 2),
        Arguments.of(plus(slot(0), -1), plus(slot(1), 1), 0, 3),
        Arguments.of(ZERO, slot(1), 0, 2),
        Arguments.of(ZERO, ZERO, 0, 1),
        Arguments.of(slot(1), slot(0), 1, 1),
        Arguments.of(ZERO, slot(2), 0, 3));
  }

  /** D46: also what ends at the limit is proved. */
  @ParameterizedTest
  @MethodSource
  void storageRanges(Bytes32 start, Bytes32 limit, int first, int count) {
    SnapAnswer.StorageRanges answer = small(start, limit);
    List<Leaf> expected = STATE.smallStorage.subList(first, first + count);
    assertThat(answer.slots()).containsExactly(expected);
    assertThat(answer.proof()).isNotEmpty();
    assertThat(verify(TestState.SMALL_CONTRACT, start, expected, answer.proof()))
        .isEqualTo(first + count < 3);
  }

  @Test
  void behindTheLastSlotThereIsAProofOnly() {
    SnapAnswer.StorageRanges answer = small(MAX, MAX);
    assertThat(answer.slots()).isEmpty();
    assertThat(verify(TestState.SMALL_CONTRACT, MAX, List.of(), answer.proof())).isFalse();
  }

  @Test
  void manyAccountsUntilOneIsCut() {
    List<Bytes32> accounts =
        List.of(TestState.SMALL_CONTRACT, TestState.LARGE_CONTRACT, TestState.SMALL_CONTRACT);
    long bytes = 100L * TestState.SLOT_BYTES;
    SnapAnswer.StorageRanges answer = storage(accounts, Optional.empty(), Optional.empty(), bytes);
    assertThat(answer.slots()).hasSize(2);
    assertThat(answer.slots().getFirst()).isEqualTo(STATE.smallStorage);
    List<Leaf> cut = answer.slots().getLast();
    // A tenth more than was asked for, of which three slots belong to the first account.
    assertThat(cut).isEqualTo(STATE.largeStorage.subList(0, 110 - 3));
    assertThat(verify(TestState.LARGE_CONTRACT, ZERO, cut, answer.proof())).isTrue();
  }

  @Test
  void aTenthMoreLetsAContractEnd() {
    List<Bytes32> accounts = List.of(TestState.LARGE_CONTRACT, TestState.SMALL_CONTRACT);
    long bytes = 950L * TestState.SLOT_BYTES;
    SnapAnswer.StorageRanges answer = storage(accounts, Optional.empty(), Optional.empty(), bytes);
    assertThat(answer.slots()).containsExactly(STATE.largeStorage);
    assertThat(answer.proof()).isEmpty();
  }

  /** D40 */
  @Test
  void accountsWithoutStorageAddNothing() {
    List<Bytes32> accounts = List.of(K1, UNKNOWN, TestState.SMALL_CONTRACT);
    assertThat(storage(accounts, Optional.empty(), Optional.empty(), LARGE))
        .isEqualTo(new SnapAnswer.StorageRanges(7, List.of(STATE.smallStorage), List.of()));
    assertThat(storage(accounts, Optional.of(K1), Optional.empty(), LARGE))
        .isEqualTo(new SnapAnswer.StorageRanges(7, List.of(), List.of()));
  }

  @Test
  void storageIsNeverMoreThanTheLimitAndATenth() {
    List<Bytes32> accounts = Collections.nCopies(1024, TestState.LARGE_CONTRACT);
    SnapAnswer.StorageRanges answer = storage(accounts, Optional.empty(), Optional.empty(), -1);
    long slots = answer.slots().stream().mapToLong(List::size).sum();
    assertThat(slots * TestState.SLOT_BYTES)
        .isBetween(Responder.MAX_BYTES, Responder.MAX_BYTES * 11 / 10 + TestState.SLOT_BYTES);
  }

  @Test
  void noStorageForNoBytes() {
    assertThat(storage(List.of(TestState.SMALL_CONTRACT), Optional.empty(), Optional.empty(), 0))
        .isEqualTo(new SnapAnswer.StorageRanges(7, List.of(), List.of()));
  }

  // ---- codes

  private static List<Bytes> codes(long bytes, Bytes32... hashes) {
    SnapAnswer answer =
        RESPONDER.answer(new SnapRequest.GetByteCodes(7, List.of(hashes), bytes), () -> false);
    return ((SnapAnswer.ByteCodes) answer).codes();
  }

  @Test
  void codesInTheOrderOfTheRequest() {
    Bytes32 small = Keccak.hash(TestState.SMALL_CODE);
    Bytes32 large = Keccak.hash(TestState.LARGE_CODE);
    assertThat(codes(LARGE, large, UNKNOWN, small))
        .containsExactly(TestState.LARGE_CODE, TestState.SMALL_CODE);
    assertThat(codes(LARGE, small, small)).hasSize(2);
    assertThat(codes(1, large, small)).containsExactly(TestState.LARGE_CODE);
    assertThat(codes(0, large, small)).containsExactly(TestState.LARGE_CODE);
    assertThat(codes(LARGE, STATE.root, Trie.EMPTY_ROOT, UNKNOWN)).isEmpty();
  }

  /** D41 */
  @Test
  void theEmptyCodeForEachTimeItIsAskedFor() {
    assertThat(codes(LARGE, Account.NO_CODE)).containsExactly(Bytes.EMPTY);
    assertThat(codes(LARGE, Account.NO_CODE, Account.NO_CODE)).hasSize(2);
  }

  // ---- nodes

  private static List<Bytes> nodes(Bytes32 root, long bytes, PathSet... paths) {
    SnapAnswer answer =
        RESPONDER.answer(new SnapRequest.GetTrieNodes(7, root, List.of(paths), bytes), () -> false);
    return ((SnapAnswer.TrieNodes) answer).nodes();
  }

  private static PathSet paths(Bytes... elements) {
    return new PathSet(List.of(elements));
  }

  private static final Bytes ROOT_PATH = Bytes.of(0);

  @Test
  void nodesOfTheAccountTrie() {
    Bytes root = STATE.trie().node(TriePath.ROOT).orElseThrow();
    assertThat(nodes(STATE.root, LARGE)).isEmpty();
    assertThat(nodes(STATE.root, LARGE, paths(ROOT_PATH))).containsExactly(root);
    assertThat(nodes(UNKNOWN, LARGE, paths(ROOT_PATH))).isEmpty();
    assertThat(nodes(STATE.root, LARGE, paths(Bytes.repeat((byte) 1, 55))))
        .containsExactly(Bytes.EMPTY);
    assertThat(nodes(STATE.root, LARGE, paths(Bytes.repeat((byte) 1, 5000))))
        .containsExactly(Bytes.EMPTY);
  }

  @Test
  void everyPathThatIsAPrefixOfAKeyInItsPlace() {
    TriePath key = TriePath.of(K1);
    List<PathSet> prefixes =
        IntStream.rangeClosed(0, 64)
            .mapToObj(depth -> paths(new TriePath(key.nibbles().slice(0, depth)).compact()))
            .toList();
    List<Bytes> proof = STATE.trie().prove(K1);
    List<Bytes> expected = new ArrayList<>(proof);
    expected.addAll(Collections.nCopies(65 - proof.size(), Bytes.EMPTY));
    assertThat(nodes(STATE.root, LARGE, prefixes.toArray(PathSet[]::new))).isEqualTo(expected);
    Collections.reverse(expected);
    assertThat(nodes(STATE.root, LARGE, prefixes.reversed().toArray(PathSet[]::new)))
        .isEqualTo(expected);
  }

  @Test
  void nodesOfStorage() {
    Trie storage = STATE.storage(TestState.LARGE_CONTRACT);
    Bytes root = storage.node(TriePath.ROOT).orElseThrow();
    Bytes below = storage.node(TriePath.ROOT.child(0xb)).orElseThrow();
    assertThat(nodes(STATE.root, LARGE, paths(TestState.LARGE_CONTRACT, ROOT_PATH, Bytes.of(0x1b))))
        .containsExactly(root, below);
    assertThat(nodes(STATE.root, LARGE, paths(K1, ROOT_PATH))).containsExactly(Bytes.EMPTY);
    assertThat(nodes(STATE.root, LARGE, paths(UNKNOWN, ROOT_PATH))).isEmpty();
    assertThat(nodes(STATE.root, LARGE, paths(Bytes.of(1), ROOT_PATH))).isEmpty();
  }

  @Test
  void nodesEndWithTooManyBytes() {
    PathSet[] twice = {paths(ROOT_PATH), paths(ROOT_PATH)};
    assertThat(nodes(STATE.root, 1, twice)).hasSize(1);
    PathSet many = paths(TestState.LARGE_CONTRACT, ROOT_PATH, ROOT_PATH, ROOT_PATH);
    assertThat(nodes(STATE.root, 1, many)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0x00, 0x1f, 0x20})
  void nodesEndWithTooManyReads(int path) {
    PathSet[] sets = new PathSet[1024];
    for (int i = 0; i < sets.length; i++) {
      sets[i] = paths(TestState.SMALL_CONTRACT, Bytes.of(path));
    }
    // Two reads for the account, one at least for the path.
    assertThat(nodes(STATE.root, LARGE, sets)).hasSizeBetween(200, 342);
  }

  // ---- access lists

  private static List<Optional<Bytes>> accessLists(long bytes, Bytes32... blocks) {
    SnapAnswer answer =
        RESPONDER.answer(
            new SnapRequest.GetBlockAccessLists(7, List.of(blocks), bytes), () -> false);
    return ((SnapAnswer.BlockAccessLists) answer).accessLists();
  }

  @Test
  void accessListsByPosition() {
    Optional<Bytes> list = Optional.of(TestState.ACCESS_LIST);
    Optional<Bytes> empty = Optional.of(TestState.EMPTY_ACCESS_LIST);
    assertThat(accessLists(LARGE)).isEmpty();
    assertThat(accessLists(LARGE, UNKNOWN)).containsExactly(Optional.empty());
    assertThat(accessLists(LARGE, TestState.BLOCK, UNKNOWN, TestState.EMPTY_BLOCK, UNKNOWN))
        .containsExactly(list, Optional.empty(), empty, Optional.empty());
    assertThat(accessLists(LARGE, TestState.BLOCK, TestState.BLOCK, TestState.BLOCK))
        .containsExactly(list, list, list);
    assertThat(accessLists(1, TestState.BLOCK, TestState.BLOCK)).containsExactly(list);
    assertThat(accessLists(0, UNKNOWN, TestState.BLOCK)).containsExactly(Optional.empty());
  }
}

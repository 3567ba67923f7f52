package io.devp2p.wire.snap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devp2p.core.NetworkException;
import io.devp2p.core.Rule;
import io.devp2p.core.Violation;
import io.devp2p.core.crypto.Keccak;
import io.devp2p.wire.Capability;
import io.devp2p.wire.DisconnectReason;
import io.devp2p.wire.Message;
import io.devp2p.wire.PeerDown;
import io.devp2p.wire.SessionLink;
import io.devp2p.wire.trie.Leaf;
import io.devp2p.wire.trie.RangeProof;
import io.devp2p.wire.trie.Trie;
import io.devp2p.wire.trie.TrieBuilder;
import io.devp2p.wire.trie.TriePath;
import io.devp2p.wire.trie.TrieRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.units.bigints.UInt256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions that ask and serve, and what they refuse. */
final class SnapSessionTest {

  private static final TestState STATE = new TestState();
  private static final Bytes32 ZERO = Bytes32.ZERO;
  private static final HashedAccount SMALL = account(TestState.SMALL_CONTRACT);
  private static final HashedAccount LARGE = account(TestState.LARGE_CONTRACT);
  private static final Bytes32 CODE = Keccak.hash(TestState.SMALL_CODE);
  private static final WantedAccessList WANTED =
      new WantedAccessList(TestState.BLOCK, Keccak.hash(TestState.ACCESS_LIST));

  private static HashedAccount account(Bytes32 hash) {
    return new HashedAccount(hash, STATE.account(hash));
  }

  private static WantedNode wanted(Optional<Bytes32> account, TriePath path) {
    Trie trie = account.map(STATE::storage).orElseGet(STATE::trie);
    return new WantedNode(account, path, Keccak.hash(trie.node(path).orElseThrow()));
  }

  /** Asks a session that serves the state. */
  private static <T> CompletableFuture<T> ask(
      int version, Function<SnapSession, CompletableFuture<T>> ask) {
    SessionLink<SnapSession> client = SnapLink.client(version);
    CompletableFuture<T> result = ask.apply(client.session());
    SessionLink.talk(client, SnapLink.open(version, STATE));
    assertThat(client.violation()).isEmpty();
    assertThat(result).isDone();
    return result;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void theWholeStateIsFetchedAndRebuilt(int version) {
    TrieBuilder builder = new TrieBuilder();
    Bytes32 middle = STATE.accounts.get(20).hash();
    AccountSlice first =
        ask(version, s -> s.accounts(STATE.root, ZERO, middle)).join().orElseThrow();
    assertThat(first.more()).isTrue();
    Bytes32 next = UInt256.fromBytes(middle).add(1);
    AccountSlice second = ask(version, s -> s.accounts(STATE.root, next)).join().orElseThrow();
    assertThat(second.more()).isFalse();
    List<HashedAccount> accounts = new ArrayList<>(first.accounts());
    accounts.addAll(second.accounts());
    accounts.forEach(a -> builder.add(a.hash(), a.account().encode()));
    assertThat(builder.finish()).isEqualTo(STATE.root);

    List<HashedAccount> contracts =
        accounts.stream().filter(a -> a.account().hasStorage()).toList();
    StorageSlice storage = ask(version, s -> s.storage(STATE.root, contracts)).join().orElseThrow();
    assertThat(storage)
        .isEqualTo(new StorageSlice(List.of(STATE.smallStorage, STATE.largeStorage), false));
    List<Bytes32> codes = contracts.stream().map(a -> a.account().codeHash()).toList();
    assertThat(ask(version, s -> s.byteCodes(codes)).join())
        .isEqualTo(
            Map.of(
                codes.get(0), TestState.SMALL_CODE,
                codes.get(1), TestState.LARGE_CODE));
  }

  @Test
  void storageIsFetchedInParts() {
    Bytes32 limit = Bytes32.wrap(STATE.largeStorage.get(300).key());
    StorageSlice part = ask(1, s -> s.storage(STATE.root, LARGE, ZERO, limit)).join().orElseThrow();
    assertThat(part).isEqualTo(new StorageSlice(List.of(STATE.largeStorage.subList(0, 301)), true));
    Bytes32 last = Bytes32.wrap(STATE.largeStorage.getLast().key());
    assertThat(
            ask(1, s -> s.storage(STATE.root, LARGE, last, Bytes32.ZERO.not()))
                .join()
                .orElseThrow())
        .isEqualTo(new StorageSlice(List.of(List.of(STATE.largeStorage.getLast())), false));
    assertThat(
            ask(1, s -> s.storage(STATE.root, LARGE, Bytes32.ZERO.not(), Bytes32.ZERO.not()))
                .join()
                .orElseThrow())
        .isEqualTo(new StorageSlice(List.of(List.of()), false));
  }

  @Test
  void nodesAreFetchedByTheirPlaces() {
    List<WantedNode> wanted =
        List.of(
            wanted(Optional.empty(), TriePath.ROOT),
            wanted(Optional.empty(), TriePath.ROOT.child(0)),
            wanted(Optional.of(LARGE.hash()), TriePath.ROOT),
            new WantedNode(Optional.of(LARGE.hash()), TriePath.of(ZERO), Bytes32.repeat((byte) 1)),
            wanted(Optional.of(LARGE.hash()), TriePath.ROOT.child(0xb)),
            wanted(Optional.of(SMALL.hash()), TriePath.ROOT));
    Map<Bytes32, Bytes> nodes = ask(1, s -> s.trieNodes(STATE.root, wanted)).join();
    assertThat(nodes).hasSize(5);
    nodes.forEach((hash, node) -> assertThat(Keccak.hash(node)).isEqualTo(hash));
  }

  @Test
  void accessListsAreFetchedByPosition() {
    WantedAccessList unknown = new WantedAccessList(ZERO, ZERO);
    WantedAccessList empty =
        new WantedAccessList(TestState.EMPTY_BLOCK, Keccak.hash(TestState.EMPTY_ACCESS_LIST));
    assertThat(ask(2, s -> s.accessLists(List.of(WANTED, unknown, empty))).join())
        .containsExactly(
            Optional.of(TestState.ACCESS_LIST),
            Optional.empty(),
            Optional.of(TestState.EMPTY_ACCESS_LIST));
  }

  @Test
  void whatThePeerDoesNotHaveIsEmpty() {
    assertThat(ask(1, s -> s.accounts(ZERO, ZERO)).join()).isEmpty();
    assertThat(ask(1, s -> s.storage(ZERO, List.of(SMALL))).join()).isEmpty();
    assertThat(ask(1, s -> s.byteCodes(List.of(ZERO))).join()).isEmpty();
    assertThat(
            ask(1, s -> s.trieNodes(ZERO, List.of(wanted(Optional.empty(), TriePath.ROOT)))).join())
        .isEmpty();
  }

  @Test
  void eachVersionHasItsQuestions() {
    assertThatIllegalStateException()
        .isThrownBy(() -> SnapLink.client(2).session().trieNodes(ZERO, List.of()));
    assertThatIllegalStateException()
        .isThrownBy(() -> SnapLink.client(1).session().accessLists(List.of()));
  }

  @Test
  void questionsAreBounded() {
    SnapSession session = SnapLink.client(1).session();
    List<Bytes32> many = Collections.nCopies(1025, CODE);
    assertThatIllegalArgumentException().isThrownBy(() -> session.byteCodes(many));
    assertThatIllegalArgumentException().isThrownBy(() -> session.byteCodes(List.of()));
    HashedAccount plain = STATE.accounts.getFirst();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> session.storage(STATE.root, List.of(SMALL, plain)));
  }

  // ---- answers that are accepted although others would prove more

  private static <T> CompletableFuture<T> answer(
      SessionLink<SnapSession> link, CompletableFuture<T> asked, LongFunction<SnapAnswer> answer) {
    int version = link.capability().version();
    SnapLink.receive(link, answer.apply(SnapLink.takeRequest(link, version)));
    return asked;
  }

  /** D37 */
  @Test
  void aWholeStateNeedsNoProof() {
    SessionLink<SnapSession> link = SnapLink.client(1);
    assertThat(
            answer(
                    link,
                    link.session().accounts(STATE.root, ZERO),
                    id -> new SnapAnswer.AccountRange(id, STATE.accounts, List.of()))
                .join())
        .contains(new AccountSlice(STATE.accounts, false));
  }

  /** D46 */
  @Test
  void storageThatEndsAtTheLimitNeedsNoProofIfItIsWhole() {
    SessionLink<SnapSession> link = SnapLink.client(1);
    assertThat(
            answer(
                    link,
                    link.session().storage(STATE.root, SMALL, ZERO, Bytes32.ZERO.not()),
                    id -> new SnapAnswer.StorageRanges(id, List.of(STATE.smallStorage), List.of()))
                .join())
        .contains(new StorageSlice(List.of(STATE.smallStorage), false));
  }

  // ---- refusals

  @ParameterizedTest
  @EnumSource
  void refuses(SnapRule rule) {
    assertThat(rule.anchor()).isNotBlank();
    SessionLink<SnapSession> one = SnapLink.client(1);
    SessionLink<SnapSession> two = SnapLink.client(2);
    switch (rule) {
      case SNAP_UNKNOWN_MESSAGE ->
          refused(rule, two, () -> two.receive(SnapCodec.GET_TRIE_NODES, Bytes.of(0xc0)));
      case SNAP_EMPTY_PATH_SET ->
          refused(
              rule,
              one,
              () ->
                  one.receive(
                      SnapCodec.GET_TRIE_NODES,
                      Bytes.fromHexString("0xe501a0" + "00".repeat(32) + "c1c005")));
      case SNAP_TOO_MANY_ITEMS -> {
        List<Bytes> twice = Collections.nCopies(2, TestState.SMALL_CODE);
        refuses(
            rule,
            one,
            one.session().byteCodes(List.of(CODE)),
            id -> new SnapAnswer.ByteCodes(id, twice));
      }
      case SNAP_CODE_HASH ->
          refuses(
              rule,
              one,
              one.session().byteCodes(List.of(CODE)),
              id -> new SnapAnswer.ByteCodes(id, List.of(TestState.LARGE_CODE)));
      case SNAP_NODE_HASH ->
          refuses(
              rule,
              one,
              one.session().trieNodes(STATE.root, List.of(wanted(Optional.empty(), TriePath.ROOT))),
              id -> new SnapAnswer.TrieNodes(id, List.of(Bytes.of(1, 2, 3))));
      case SNAP_ACCESS_LIST_HASH ->
          refuses(
              rule,
              two,
              two.session().accessLists(List.of(WANTED)),
              id ->
                  new SnapAnswer.BlockAccessLists(
                      id, List.of(Optional.of(TestState.EMPTY_ACCESS_LIST))));
      case SNAP_WITHOUT_ETH -> {
        Capability snap = new Capability(Snap.NAME, 1);
        SessionLink<SnapSession> alone = SnapLink.open(snap, List.of(snap), STATE);
        refused(rule, alone, () -> {});
      }
    }
  }

  private static void refused(Rule rule, SessionLink<SnapSession> link, Runnable wrong) {
    wrong.run();
    assertThat(link.violation())
        .hasValueSatisfying(violation -> assertThat(violation.rule()).isEqualTo(rule));
  }

  private static <T> void refuses(
      Rule rule,
      SessionLink<SnapSession> link,
      CompletableFuture<T> asked,
      LongFunction<SnapAnswer> wrong) {
    refused(rule, link, () -> answer(link, asked, wrong));
    assertThatThrownBy(asked::join).hasCauseInstanceOf(Violation.class);
  }

  @Test
  void rangesThatAreNotProvedAreRefused() {
    List<HashedAccount> gap = new ArrayList<>(STATE.accounts);
    gap.remove(7);
    List<Bytes> proof =
        RangeProof.prove(STATE.trie(), ZERO, Optional.of(STATE.accounts.getLast().hash()));
    for (List<Bytes> given : List.of(proof, List.<Bytes>of())) {
      SessionLink<SnapSession> link = SnapLink.client(1);
      refuses(
          TrieRule.TRIE_RANGE_MISMATCH,
          link,
          link.session().accounts(STATE.root, ZERO),
          id -> new SnapAnswer.AccountRange(id, gap, given));
    }
    SessionLink<SnapSession> storage = SnapLink.client(1);
    List<List<Leaf>> cut = List.of(STATE.smallStorage.subList(0, 2), STATE.largeStorage);
    refuses(
        TrieRule.TRIE_RANGE_MISMATCH,
        storage,
        storage.session().storage(STATE.root, List.of(SMALL, LARGE)),
        id -> new SnapAnswer.StorageRanges(id, cut, List.of()));
  }

  /** W-07: an answer is not read where it is far larger than what was asked for. */
  @Test
  void moreAccountsThanWereAskedForAreRefused() {
    SessionLink<SnapSession> link = SnapLink.client(1);
    List<HashedAccount> many = Collections.nCopies(40_000, STATE.accounts.getFirst());
    refuses(
        SnapRule.SNAP_TOO_MANY_ITEMS,
        link,
        link.session().accounts(STATE.root, ZERO),
        id -> new SnapAnswer.AccountRange(id, many, List.of()));
    SessionLink<SnapSession> storage = SnapLink.client(1);
    List<Leaf> slots = Collections.nCopies(40_000, STATE.smallStorage.getFirst());
    refuses(
        SnapRule.SNAP_TOO_MANY_ITEMS,
        storage,
        storage.session().storage(STATE.root, List.of(SMALL)),
        id -> new SnapAnswer.StorageRanges(id, List.of(slots), List.of()));
  }

  // ---- time and end

  @Test
  void aPeerThatDoesNotAnswerIsNotWaitedFor() {
    SessionLink<SnapSession> link = SnapLink.client(1);
    CompletableFuture<?> asked = link.session().accounts(STATE.root, ZERO);
    long id = SnapLink.takeRequest(link, 1);
    link.advance(Duration.ofSeconds(15).toNanos());
    assertThatThrownBy(asked::join).hasCauseInstanceOf(NetworkException.TimedOut.class);
    // D44: late answers are ignored for a minute.
    SnapLink.receive(link, new SnapAnswer.AccountRange(id, List.of(), List.of()));
    assertThat(link.violation()).isEmpty();
  }

  @Test
  void whatIsOpenAtTheEndFails() {
    SessionLink<SnapSession> link = SnapLink.client(1);
    CompletableFuture<?> asked = link.session().accounts(STATE.root, ZERO);
    link.run();
    link.end(new PeerDown(DisconnectReason.QUITTING, true, Optional.empty()));
    assertThatThrownBy(asked::join).hasCauseInstanceOf(NetworkException.Disconnected.class);
    CompletableFuture<?> tooLate = link.session().accounts(STATE.root, ZERO);
    link.run();
    assertThatThrownBy(tooLate::join).hasCauseInstanceOf(NetworkException.Closed.class);
  }

  /** SNAP-2: every request has an answer. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void whoHasNothingAnswersAllTheSame(int version) {
    SessionLink<SnapSession> link = SnapLink.client(version);
    SnapSamples samples = new SnapSamples(new Random(3));
    for (Class<?> type : SnapRequest.class.getPermittedSubclasses()) {
      SnapMessage request = samples.of(type);
      int code = SnapCodec.code(request);
      if (code < SnapCodec.GET_TRIE_NODES || code < 8 == (version == 1)) {
        SnapLink.receive(link, request);
        Message answer = link.sent().remove();
        assertThat(answer.code()).isEqualTo(code + 1);
        SnapAnswer read =
            SnapCodec.decodeAnswer(
                version, answer.code(), answer.payload(), new SnapCodec.Most(10, 0));
        assertThat(read.requestId()).isEqualTo(request.requestId());
      }
    }
    assertThat(link.violation()).isEmpty();
  }
}

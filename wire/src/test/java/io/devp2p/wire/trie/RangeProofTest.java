package io.devp2p.wire.trie;

import static io.devp2p.core.Violations.assertViolation;
import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.Violation;
import io.devp2p.core.crypto.Keccak;
import io.devp2p.core.rlp.RlpWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.units.bigints.UInt256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RangeProofTest {

  /** A range that is asked of a trie, and what an honest peer answers. */
  private record Answer(Trie trie, Bytes start, List<Leaf> leaves, List<Bytes> proof) {

    static Answer of(Trie trie, NavigableMap<Bytes, Bytes> leaves, Bytes start, int count) {
      List<Leaf> found =
          leaves.tailMap(start, true).entrySet().stream()
              .limit(count)
              .map(entry -> new Leaf(entry.getKey(), entry.getValue()))
              .toList();
      Optional<Bytes> last =
          found.isEmpty() ? Optional.empty() : Optional.of(found.getLast().key());
      return new Answer(trie, start, found, RangeProof.prove(trie, start, last));
    }

    boolean verify() {
      return RangeProof.verify(trie.root(), start, leaves, proof);
    }

    Answer with(List<Leaf> changed) {
      return new Answer(trie, start, changed, proof);
    }

    Answer withProof(List<Bytes> changed) {
      return new Answer(trie, start, leaves, changed);
    }
  }

  private static Answer random(Random random, TreeMap<Bytes, Bytes> leaves, int keySize) {
    Trie trie = new NodeMap().add(leaves);
    List<Bytes> keys = List.copyOf(leaves.keySet());
    Bytes start =
        switch (random.nextInt(4)) {
          case 0 -> Bytes.repeat((byte) 0, keySize);
          case 1 -> Bytes.random(keySize, random);
          case 2 -> nearby(random, keys.get(random.nextInt(keys.size())));
          default -> keys.get(random.nextInt(keys.size()));
        };
    int left = leaves.tailMap(start).size();
    return Answer.of(trie, leaves, start, left == 0 ? 0 : 1 + random.nextInt(left));
  }

  private static Bytes nearby(Random random, Bytes key) {
    byte[] changed = key.toArray();
    changed[changed.length - 1 - random.nextInt(Math.min(2, changed.length))] +=
        (byte) (random.nextBoolean() ? 1 : -1);
    return Bytes.wrap(changed);
  }

  /** Whether an answer is the truth; the verifier does not see the leaves of the trie. */
  private static boolean isTrue(Answer answer, NavigableMap<Bytes, Bytes> leaves) {
    NavigableMap<Bytes, Bytes> from = leaves.tailMap(answer.start(), true);
    NavigableMap<Bytes, Bytes> expected =
        answer.leaves().isEmpty() ? from : from.headMap(answer.leaves().getLast().key(), true);
    return answer
        .leaves()
        .equals(expected.entrySet().stream().map(e -> new Leaf(e.getKey(), e.getValue())).toList());
  }

  private static boolean moreFollow(Answer answer, NavigableMap<Bytes, Bytes> leaves) {
    return !answer.leaves().isEmpty() && leaves.higherKey(answer.leaves().getLast().key()) != null;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8, 32})
  void honestAnswersAreAccepted(int keySize) {
    Random random = new Random(keySize);
    for (int round = 0; round < 400; round++) {
      TreeMap<Bytes, Bytes> leaves = Leaves.random(random, 1 + random.nextInt(60), keySize);
      Answer answer = random(random, leaves, keySize);
      assertThat(answer.verify())
          .as("key size %d, round %d", keySize, round)
          .isEqualTo(moreFollow(answer, leaves));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8, 32})
  void alteredAnswersAreRefusedUnlessTheyAreTrue(int keySize) {
    Random random = new Random(keySize);
    int refused = 0;
    for (int round = 0; round < 400; round++) {
      TreeMap<Bytes, Bytes> leaves = Leaves.random(random, 1 + random.nextInt(40), keySize);
      Answer altered = alter(random, random(random, leaves, keySize));
      try {
        boolean more = altered.verify();
        assertThat(isTrue(altered, leaves)).as("key size %d, round %d", keySize, round).isTrue();
        assertThat(more).isEqualTo(moreFollow(altered, leaves));
      } catch (Violation expected) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(200);
  }

  private static Answer alter(Random random, Answer answer) {
    List<Leaf> leaves = new ArrayList<>(answer.leaves());
    List<Bytes> proof = new ArrayList<>(answer.proof());
    int leaf = random.nextInt(Math.max(1, leaves.size()));
    int node = random.nextInt(proof.size());
    int kind = leaves.isEmpty() ? random.nextInt(5) : random.nextInt(11);
    switch (kind) {
      case 0 -> proof.set(node, flip(random, proof.get(node)));
      case 1 -> proof.remove(node);
      case 2 -> proof.clear();
      case 3 -> Collections.shuffle(proof, random);
      case 4 -> leaves.add(new Leaf(Bytes.repeat((byte) 0xff, answer.start().size()), Bytes.of(1)));
      case 5 -> leaves.remove(leaf);
      case 6 -> leaves.set(leaf, new Leaf(leaves.get(leaf).key(), Bytes.of(1, 2)));
      case 7 ->
          leaves.set(
              leaf, new Leaf(nearby(random, leaves.get(leaf).key()), leaves.get(leaf).value()));
      case 8 -> leaves.subList(leaf, leaves.size()).clear();
      case 9 -> leaves.add(leaf, new Leaf(nearby(random, leaves.get(leaf).key()), Bytes.of(1)));
      default -> Collections.swap(leaves, 0, leaf);
    }
    return answer.with(leaves).withProof(proof);
  }

  private static Bytes flip(Random random, Bytes node) {
    byte[] changed = node.toArray();
    changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
    return Bytes.wrap(changed);
  }

  // ---- The cases by name

  private static final TreeMap<Bytes, Bytes> HASHED = hashed();
  private static final Trie TRIE = new NodeMap().add(HASHED);
  private static final Bytes ZERO = Bytes32.ZERO;

  private static TreeMap<Bytes, Bytes> hashed() {
    Random random = new Random(9);
    TreeMap<Bytes, Bytes> leaves = Leaves.none();
    for (int i = 0; i < 300; i++) {
      leaves.put(Bytes32.random(random), Bytes.random(70, random));
    }
    return leaves;
  }

  private static Bytes key(int index) {
    return List.copyOf(HASHED.keySet()).get(index);
  }

  /** The number behind a key. */
  private static Bytes after(Bytes key) {
    return UInt256.fromBytes(key).add(1);
  }

  @Test
  void theWholeTrieNeedsNoProof() {
    Answer whole = Answer.of(TRIE, HASHED, ZERO, 300);
    assertThat(whole.verify()).isFalse();
    assertThat(whole.withProof(List.of()).verify()).isFalse();
    assertViolation(
        TrieRule.TRIE_RANGE_MISMATCH,
        () -> Answer.of(TRIE, HASHED, ZERO, 299).withProof(List.of()).verify());
    assertViolation(
        TrieRule.TRIE_RANGE_MISMATCH,
        () -> Answer.of(TRIE, HASHED, key(1), 299).withProof(List.of()).verify());
  }

  @Test
  void theEmptyTrieHasNothingAndNeedsNoProof() {
    assertThat(RangeProof.verify(Trie.EMPTY_ROOT, ZERO, List.of(), List.of())).isFalse();
    assertThat(RangeProof.prove(Trie.empty(), ZERO, Optional.empty())).isEmpty();
  }

  @Test
  void oneLeafWhoseKeyIsBothEdges() {
    assertThat(Answer.of(TRIE, HASHED, key(0), 1).verify()).isTrue();
    assertThat(Answer.of(TRIE, HASHED, key(150), 1).verify()).isTrue();
    assertThat(Answer.of(TRIE, HASHED, key(299), 1).verify()).isFalse();
  }

  @Test
  void oneLeafThatIsTheWholeTrie() {
    TreeMap<Bytes, Bytes> single = Leaves.none();
    single.put(key(5), Bytes.of(1));
    Trie trie = new NodeMap().add(single);
    assertThat(Answer.of(trie, single, ZERO, 1).verify()).isFalse();
    assertThat(Answer.of(trie, single, key(5), 1).verify()).isFalse();
    assertThat(Answer.of(trie, single, after(key(5)), 1).verify()).isFalse();
    assertViolation(
        TrieRule.TRIE_RANGE_MISMATCH,
        () -> Answer.of(trie, single, ZERO, 1).with(List.of()).verify());
  }

  @Test
  void nothingBehindTheLastLeaf() {
    assertThat(Answer.of(TRIE, HASHED, after(key(299)), 1).verify()).isFalse();
    assertThat(Answer.of(TRIE, HASHED, Bytes32.repeat((byte) 0xff), 1).verify()).isFalse();
  }

  @Test
  void nothingWhereThereIsSomething() {
    Answer something = Answer.of(TRIE, HASHED, key(299), 1);
    assertViolation(TrieRule.TRIE_RANGE_MISMATCH, () -> something.with(List.of()).verify());
  }

  @Test
  void theFirstEdgeMayBeAbsent() {
    assertThat(Answer.of(TRIE, HASHED, after(key(10)), 20).verify()).isTrue();
    assertThat(Answer.of(TRIE, HASHED, after(key(10)), 1000).verify()).isFalse();
  }

  @Test
  void aGapIsSeen() {
    List<Leaf> gap = new ArrayList<>(Answer.of(TRIE, HASHED, key(10), 20).leaves());
    gap.remove(7);
    assertViolation(
        TrieRule.TRIE_RANGE_MISMATCH,
        () -> Answer.of(TRIE, HASHED, key(10), 20).with(gap).verify());
  }

  @Test
  void proofsThatAreThereTwiceOrForNothingDoNoHarm() {
    Answer answer = Answer.of(TRIE, HASHED, key(10), 20);
    List<Bytes> proof = new ArrayList<>(answer.proof());
    proof.addAll(answer.proof());
    proof.addAll(TRIE.prove(key(200)));
    proof.add(Bytes.EMPTY);
    proof.add(Bytes.of(1, 2, 3));
    assertThat(answer.withProof(proof).verify()).isTrue();
  }

  @Test
  void aTrieThatGoesDeeperThanItsKeysIsRefused() {
    Bytes value = Bytes.repeat((byte) 1, 40);
    Bytes32 below = Keccak.hash(leaf(0x20, value));
    List<Bytes> proof = new ArrayList<>(List.of(leaf(0x20, value)));
    for (int depth = 0; depth < 70; depth++) {
      Bytes32 child = below;
      Bytes branch =
          RlpWriter.encodeList(w -> {
            w.bytes(child);
            for (int i = 1; i < 17; i++) {
              w.bytes(Bytes.EMPTY);
            }
          });
      proof.add(branch);
      below = Keccak.hash(branch);
    }
    Bytes32 root = below;
    assertViolation(
        TrieRule.TRIE_KEY_LENGTH, () -> RangeProof.verify(root, ZERO, List.of(), proof));
  }

  private static Bytes leaf(int path, Bytes value) {
    return RlpWriter.encodeList(w -> w.bytes(Bytes.of(path)).bytes(value));
  }

  @Test
  void aProofGivesWhatItProves() {
    Bytes present = key(3);
    assertThat(proved(TRIE.prove(present), present)).contains(HASHED.get(present));
    assertThat(proved(TRIE.prove(after(present)), after(present))).isEmpty();
    assertViolation(TrieRule.TRIE_PROOF_INCOMPLETE, () -> proved(TRIE.prove(present), key(200)));
  }

  private static Optional<Bytes> proved(List<Bytes> proof, Bytes key) {
    return Trie.of(ProofNodes.of(proof), TRIE.root()).get(key);
  }
}

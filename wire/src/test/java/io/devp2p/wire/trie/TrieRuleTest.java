package io.devp2p.wire.trie;

import static io.devp2p.core.Violations.assertViolation;
import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.Violation;
import io.devp2p.core.rlp.RlpWriter;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One refusal for each rule, and the forms of nodes. */
final class TrieRuleTest {

  private static final Bytes32 LOW = Bytes32.repeat((byte) 1);
  private static final Bytes32 HIGH = Bytes32.repeat((byte) 2);
  private static final Bytes VALUE = Bytes.of(1);
  private static final Bytes HASH = Bytes32.repeat((byte) 7);

  private static final Trie TRIE = trie();

  private static Trie trie() {
    TreeMap<Bytes, Bytes> leaves = Leaves.none();
    leaves.put(LOW, VALUE);
    leaves.put(HIGH, VALUE);
    return new NodeMap().add(leaves);
  }

  @ParameterizedTest
  @EnumSource
  void refuses(TrieRule rule) {
    assertThat(rule.anchor()).isNotBlank();
    List<Bytes> proof = TRIE.prove(LOW);
    assertViolation(
        rule,
        switch (rule) {
          case TRIE_NODE_FORM -> () -> EncodedNode.of(RlpWriter.encodeList(w -> w.uint(1)));
          case TRIE_EMPTY_VALUE -> () -> verify(LOW, proof, new Leaf(LOW, Bytes.EMPTY));
          case TRIE_KEY_LENGTH -> () -> verify(LOW, proof, new Leaf(LOW.slice(1), VALUE));
          case TRIE_KEY_BEFORE_START -> () -> verify(HIGH, proof, new Leaf(LOW, VALUE));
          case TRIE_KEYS_UNORDERED ->
              () -> verify(LOW, proof, new Leaf(LOW, VALUE), new Leaf(LOW, VALUE));
          case TRIE_PROOF_TOO_LONG -> () -> verify(LOW, Collections.nCopies(129, VALUE));
          case TRIE_PROOF_INCOMPLETE -> () -> verify(LOW, List.of(VALUE), new Leaf(LOW, VALUE));
          case TRIE_RANGE_MISMATCH -> () -> verify(LOW, proof, new Leaf(LOW, Bytes.of(2)));
        });
  }

  private static void verify(Bytes32 start, List<Bytes> proof, Leaf... leaves) {
    RangeProof.verify(TRIE.root(), start, List.of(leaves), proof);
  }

  @Test
  void nodesHaveOneForm() {
    refusesNode(w -> w.bytes(Bytes.EMPTY).bytes(VALUE)); // no path
    refusesNode(w -> w.bytes(Bytes.of(0x40)).bytes(VALUE)); // unknown flags
    refusesNode(w -> w.bytes(Bytes.of(0x21)).bytes(VALUE)); // an even path with an odd nibble
    refusesNode(w -> w.bytes(Bytes.of(0x20)).bytes(Bytes.EMPTY)); // a leaf without a value
    refusesNode(w -> w.bytes(Bytes.of(0x20)).list(l -> {})); // a leaf with a list
    refusesNode(w -> w.list(l -> {}).bytes(VALUE)); // a list for a path
    refusesNode(w -> w.bytes(Bytes.of(0x00)).bytes(HASH)); // an extension of nothing
    refusesNode(w -> w.bytes(Bytes.of(0x11)).bytes(Bytes.EMPTY)); // an extension to nothing
    refusesNode(w -> w.bytes(Bytes.of(0x11)).bytes(Bytes.of(1, 2))); // neither a hash nor a node
    refusesNode(w -> w.bytes(Bytes.of(0x11)).list(l -> l.bytes(HASH))); // too long to be embedded
    refusesNode(w -> w.bytes(Bytes.of(0x20)).bytes(VALUE).bytes(VALUE)); // three elements
    refusesNode(w -> branch(w, b -> b.bytes(VALUE), b -> b.bytes(Bytes.EMPTY)));
    refusesNode(w -> branch(w, b -> b.bytes(HASH), b -> b.list(l -> {})));
    refusesNode(w -> branch(w, b -> b.bytes(HASH), b -> b.bytes(HASH).bytes(HASH)));
    EncodedNode.of(RlpWriter.encodeList(w -> branch(w, b -> b.bytes(HASH), b -> b.bytes(HASH))));
  }

  private static void branch(RlpWriter w, Consumer<RlpWriter> child, Consumer<RlpWriter> value) {
    for (int i = 0; i < 15; i++) {
      w.bytes(Bytes.EMPTY);
    }
    child.accept(w);
    value.accept(w);
  }

  private static void refusesNode(Consumer<RlpWriter> elements) {
    assertViolation(TrieRule.TRIE_NODE_FORM, () -> EncodedNode.of(RlpWriter.encodeList(elements)));
  }

  @Test
  void nothingButViolationsComeOutOfBytes() {
    Random random = new Random(5);
    for (int i = 0; i < 20_000; i++) {
      byte[] node = TRIE.prove(LOW).get(random.nextInt(2)).toArray();
      for (int flips = random.nextInt(4); flips >= 0; flips--) {
        node[random.nextInt(node.length)] = (byte) random.nextInt(256);
      }
      try {
        EncodedNode read = EncodedNode.of(Bytes.wrap(node).slice(0, node.length - i % 3));
        assertThat(TrieNode.of(read)).isNotNull();
      } catch (Violation refused) {
        assertThat(refused.rule()).isNotNull();
      }
    }
  }
}

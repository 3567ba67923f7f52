package io.devp2p.wire.trie;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TrieEditTest {

  private static final Bytes VALUE = Bytes.fromHexString("0x0102");

  /** Keys of all lengths: some are the beginning of others. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void everyChangeGivesTheTrieOfTheDefinition(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 40; round++) {
      NodeMap source = new NodeMap();
      TreeMap<Bytes, Bytes> leaves = Leaves.random(random, 30);
      Trie trie = source.add(leaves);
      for (int commit = 0; commit < 5; commit++) {
        TrieEdit edit = trie.edit();
        for (int change = 0; change <= random.nextInt(12); change++) {
          change(random, leaves, edit);
        }
        NaiveTrie expected = new NaiveTrie(leaves);
        Trie changed = source.add(edit.commit());
        assertThat(changed.root())
            .as("seed %d, round %d, commit %d", seed, round, commit)
            .isEqualTo(expected.root());
        assertThat(source.nodes()).containsAllEntriesOf(expected.nodes());
        assertThat(expected.nodes()).containsAllEntriesOf(edit.commit().nodes());
        trie = changed;
      }
    }
  }

  private static void change(Random random, Map<Bytes, Bytes> leaves, TrieEdit edit) {
    List<Bytes> keys = new ArrayList<>(leaves.keySet());
    Bytes some = keys.isEmpty() ? Bytes.of(1) : keys.get(random.nextInt(keys.size()));
    switch (random.nextInt(6)) {
      case 0, 1, 2 -> {
        leaves.remove(some);
        edit.delete(some);
      }
      case 3 -> edit.delete(Bytes.concatenate(some, Bytes.of(1, 2, 3)));
      case 4 -> {
        Bytes value = Bytes.random(1 + random.nextInt(40), random);
        leaves.put(some, value);
        edit.put(some, value);
      }
      default -> {
        Bytes key = some.isEmpty() ? Bytes.of(7) : Leaves.near(random, some);
        leaves.put(key, VALUE);
        edit.put(key, VALUE);
      }
    }
  }

  @Test
  void aChangeReadsAndWritesItsOwnPathOnly() {
    Random random = new Random(1);
    NodeMap source = new NodeMap();
    Trie trie = source.add(hashed(random, 5000));
    Bytes key = Bytes32.random(random);
    TrieEdit.Commit commit = trie.edit().put(key, VALUE).commit();
    // 5000 random keys: the three uppermost levels are full.
    assertThat(source.takeRead()).hasSizeBetween(3, 6);
    assertThat(commit.nodes()).hasSizeBetween(4, 7);
    assertThat(source.add(commit).edit().delete(key).commit().root()).isEqualTo(trie.root());
    assertThat(trie.get(key)).isEmpty();
  }

  @Test
  void changesThatComeToNothingMakeNoNodes() {
    Random random = new Random(2);
    TreeMap<Bytes, Bytes> leaves = hashed(random, 100);
    Trie trie = new NodeMap().add(leaves);
    TrieEdit same = trie.edit();
    leaves.forEach(same::put);
    assertThat(same.commit()).isEqualTo(new TrieEdit.Commit(trie.root(), Map.of()));
    Bytes key = Bytes32.random(random);
    assertThat(trie.edit().put(key, VALUE).delete(key).commit())
        .isEqualTo(new TrieEdit.Commit(trie.root(), Map.of()));
  }

  @Test
  void whenAllIsDeletedTheTrieIsEmpty() {
    TreeMap<Bytes, Bytes> leaves = hashed(new Random(3), 100);
    TrieEdit edit = new NodeMap().add(leaves).edit();
    leaves.keySet().forEach(edit::delete);
    assertThat(edit.commit()).isEqualTo(new TrieEdit.Commit(Trie.EMPTY_ROOT, Map.of()));
  }

  @Test
  void grownFromNothingItIsWhatTheBuilderBuilds() {
    TreeMap<Bytes, Bytes> leaves = hashed(new Random(4), 1000);
    TrieEdit edit = Trie.empty().edit();
    leaves.forEach(edit::put);
    Map<Bytes32, Bytes> nodes = new HashMap<>();
    TrieBuilder builder = new TrieBuilder(nodes::put);
    leaves.forEach(builder::add);
    assertThat(edit.commit()).isEqualTo(new TrieEdit.Commit(builder.finish(), nodes));
  }

  private static TreeMap<Bytes, Bytes> hashed(Random random, int count) {
    TreeMap<Bytes, Bytes> leaves = Leaves.none();
    for (int i = 0; i < count; i++) {
      leaves.put(Bytes32.random(random), Bytes.random(50, random));
    }
    return leaves;
  }
}

package io.devp2p.wire.snap;

import io.devp2p.wire.snap.SnapRequest.PathSet;
import io.devp2p.wire.trie.Leaf;
import io.devp2p.wire.trie.Trie;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.units.bigints.UInt256;

/** Random messages of every kind. */
final class SnapSamples {

  private final Random random;

  SnapSamples(Random random) {
    this.random = random;
  }

  /** A message of a class. */
  SnapMessage of(Class<?> type) {
    return all()
        .filter(type::isInstance)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no sample of " + type));
  }

  private Stream<SnapMessage> all() {
    long id = random.nextLong();
    long bytes = random.nextLong();
    return Stream.of(
        new SnapRequest.GetAccountRange(id, hash(), hash(), hash(), bytes),
        new SnapRequest.GetStorageRanges(id, hash(), some(this::hash), edge(), edge(), bytes),
        new SnapRequest.GetByteCodes(id, some(this::hash), bytes),
        new SnapRequest.GetTrieNodes(id, hash(), some(this::pathSet), bytes),
        new SnapRequest.GetBlockAccessLists(id, some(this::hash), bytes),
        new SnapAnswer.AccountRange(id, some(this::account), some(this::bytes)),
        new SnapAnswer.StorageRanges(id, some(() -> some(this::slot)), some(this::bytes)),
        new SnapAnswer.ByteCodes(id, some(this::bytes)),
        new SnapAnswer.TrieNodes(id, some(this::bytes)),
        new SnapAnswer.BlockAccessLists(id, some(this::accessList)));
  }

  private <T> List<T> some(Supplier<T> item) {
    return Stream.generate(item).limit(random.nextInt(5)).toList();
  }

  private Bytes32 hash() {
    return Bytes32.random(random);
  }

  private Bytes bytes() {
    return Bytes.random(random.nextInt(100), random);
  }

  private Optional<Bytes32> edge() {
    return random.nextBoolean() ? Optional.of(hash()) : Optional.empty();
  }

  private PathSet pathSet() {
    return new PathSet(Stream.generate(this::bytes).limit(1 + random.nextInt(4)).toList());
  }

  HashedAccount account() {
    Account account =
        new Account(
            random.nextLong(),
            UInt256.fromBytes(Bytes.random(random.nextInt(33), random)),
            random.nextBoolean() ? hash() : Trie.EMPTY_ROOT,
            random.nextBoolean() ? hash() : Account.NO_CODE);
    return new HashedAccount(hash(), account);
  }

  private Leaf slot() {
    return new Leaf(hash(), Bytes.random(1 + random.nextInt(33), random));
  }

  private Optional<Bytes> accessList() {
    return switch (random.nextInt(3)) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(Bytes.of(0xc0));
      default -> Optional.of(Bytes.of(0xc3, 1, 2, 3));
    };
  }
}

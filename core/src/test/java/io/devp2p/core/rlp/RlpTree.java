package io.devp2p.core.rlp;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.apache.tuweni.bytes.Bytes;

/** RLP values as trees, for tests: what is written, what was read, and random ones. */
sealed interface RlpTree {

  /** A byte string. */
  record Text(Bytes bytes) implements RlpTree {}

  /** A list. */
  record Branch(List<RlpTree> elements) implements RlpTree {}

  /** Reads the next element whole, so that every byte of it is judged. */
  static RlpTree read(RlpReader in) {
    if (!in.nextIsList()) {
      return new Text(in.bytes());
    }
    return new Branch(readAll(in.list()));
  }

  /** Reads every element that is left. */
  static List<RlpTree> readAll(RlpReader in) {
    List<RlpTree> elements = new ArrayList<>();
    while (!in.isAtEnd()) {
      elements.add(read(in));
    }
    return elements;
  }

  /** Reads one value that is all of {@code encoded}. */
  static RlpTree decode(Bytes encoded) {
    RlpReader in = RlpReader.of(encoded);
    RlpTree tree = read(in);
    in.end();
    return tree;
  }

  /** Writes this value. */
  default void write(RlpWriter out) {
    switch (this) {
      case Text text -> out.bytes(text.bytes());
      case Branch branch -> out.list(branch.elements(), (w, element) -> element.write(w));
    }
  }

  /** A random value, whose lists nest no deeper than {@code depth}. */
  static RlpTree random(RandomGenerator random, int depth) {
    if (depth == 0 || random.nextInt(3) == 0) {
      return new Text(randomBytes(random));
    }
    List<RlpTree> elements = new ArrayList<>();
    int count = random.nextInt(8);
    for (int i = 0; i < count; i++) {
      elements.add(random(random, depth - 1));
    }
    return new Branch(elements);
  }

  private static Bytes randomBytes(RandomGenerator random) {
    int size =
        switch (random.nextInt(6)) {
          case 0 -> 0;
          case 1 -> 1;
          case 2 -> 54 + random.nextInt(4);
          case 3 -> 254 + random.nextInt(4);
          default -> random.nextInt(70);
        };
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return Bytes.wrap(bytes);
  }
}

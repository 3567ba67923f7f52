package io.devp2p.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The inputs that are kept for a target: a file with one in hex on each line. */
record Corpus(Target target) {

  private static final Path FOLDER = Path.of("src/test/resources/corpus");

  /** Bytes of an input that is kept: longer ones show little more. */
  private static final int LONGEST = 1024;

  /** Inputs of a target that are kept, the shortest ones. */
  private static final int MOST = 250;

  Path file() {
    return FOLDER.resolve(target.name().toLowerCase(Locale.ROOT) + ".hex");
  }

  List<byte[]> inputs() throws IOException {
    return Files.readAllLines(file()).stream().map(HexFormat.of()::parseHex).toList();
  }

  /** One file for each input, as Jazzer wants them. */
  void unpack(Path folder) throws IOException {
    List<byte[]> inputs = inputs();
    for (int i = 0; i < inputs.size(); i++) {
      Files.write(folder.resolve("kept-" + i), inputs.get(i));
    }
  }

  /** Keeps these instead. */
  void replace(Path folder) throws IOException {
    Collection<String> kept = new TreeSet<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        if (Files.size(file) <= LONGEST) {
          kept.add(HexFormat.of().formatHex(Files.readAllBytes(file)));
        }
      }
    }
    List<String> shortest = new ArrayList<>(kept);
    shortest.sort(Comparator.comparingInt(String::length));
    Files.write(file(), shortest.stream().limit(MOST).sorted().toList());
  }
}

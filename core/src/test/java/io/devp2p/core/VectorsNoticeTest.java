package io.devp2p.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The NOTICE of the vectors names, for each file, every repository that a case was taken from. */
final class VectorsNoticeTest {

  private static final Pattern REPOSITORY = Pattern.compile("([\\w.-]+/[\\w.-]+)@");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "blob-tx",
        "crypto",
        "discv4",
        "discv5-wire",
        "enr",
        "eth-messages",
        "forkid",
        "networks",
        "receipts",
        "rlp",
        "rlpx-frames",
        "rlpx-handshake",
        "snap-messages",
        "transactions",
        "trie"
      })
  void namesTheSourcesOf(String file) throws IOException {
    Set<String> repositories = new TreeSet<>();
    for (JsonNode source : Vectors.load(file).findValues("source")) {
      // A text, or a list of texts.
      REPOSITORY.matcher(source.toString()).results().forEach(r -> repositories.add(r.group(1)));
    }
    assertThat(repositories).isNotEmpty();
    assertThat(paragraph(file + ".json")).contains(repositories);
  }

  private static String paragraph(String file) throws IOException {
    try (InputStream in = Vectors.class.getResourceAsStream("/vectors/NOTICE")) {
      assertThat(in).isNotNull();
      String notice = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      int start = notice.indexOf("\n" + file);
      assertThat(start).as(file).isNotNegative();
      int end = notice.indexOf("\n\n", start);
      return notice.substring(start, end < 0 ? notice.length() : end);
    }
  }
}

package io.devp2p.core.node;

import static io.devp2p.core.Violations.assertViolation;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.devp2p.core.Vectors;
import io.devp2p.core.rlp.RlpReader;
import io.devp2p.core.rlp.RlpRule;
import io.devp2p.core.rlp.RlpWriter;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case of forkid.json, with the schedules of networks.json. */
final class ForkIdTest {

  private static Stream<JsonNode> cases(String name) {
    return Vectors.each(Vectors.load("forkid").get(name));
  }

  private static Bytes32 hash(JsonNode object, String field) {
    return Bytes32.wrap(Vectors.hex(object, field));
  }

  private static long[] longs(JsonNode array) {
    return Vectors.each(array).mapToLong(JsonNode::asLong).toArray();
  }

  private static JsonNode network(String name) {
    return Vectors.each(Vectors.load("networks").get("networks"))
        .filter(network -> network.get("name").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static ForkSchedule schedule(JsonNode vector) {
    if (vector.hasNonNull("genesis_hash")) {
      return new ForkSchedule(
          hash(vector, "genesis_hash"),
          0,
          longs(vector.get("fork_blocks")),
          longs(vector.get("fork_times")));
    }
    return scheduleOf(network(vector.get("network").asText()));
  }

  /** The schedule by its named forks: unsorted, with repetitions and forks of the genesis block. */
  private static ForkSchedule scheduleOf(JsonNode network) {
    return new ForkSchedule(
        hash(network, "genesis_hash"),
        network.get("genesis_time").asLong(),
        longs(network.get("fork_blocks")),
        longs(network.get("fork_times")));
  }

  private static ForkId forkId(JsonNode vector, String hash, String next) {
    return new ForkId(
        Vectors.hex(vector, hash).toInt(), Long.parseUnsignedLong(vector.get(next).asText()));
  }

  static Stream<JsonNode> creation() {
    return cases("creation");
  }

  @ParameterizedTest
  @MethodSource("creation")
  void creation(JsonNode vector) {
    assertThat(schedule(vector).forkId(vector.get("head").asLong(), vector.get("time").asLong()))
        .isEqualTo(forkId(vector, "hash", "next"));
  }

  static Stream<JsonNode> networks() {
    return Vectors.each(Vectors.load("networks").get("networks"));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void everyForkIdOfEveryNetwork(JsonNode network) {
    ForkSchedule schedule = scheduleOf(network);
    ForkSchedule listed =
        new ForkSchedule(
            schedule.genesisHash(),
            0,
            longs(network.get("forkid_block_list")),
            longs(network.get("forkid_time_list")));
    long[] blocks = longs(network.get("forkid_block_list"));
    long afterBlocks = Arrays.stream(blocks).max().orElse(0);
    int passed = 0;
    for (JsonNode expected : network.get("fork_ids")) {
      long activation = expected.get("activation").asLong();
      long head = passed > blocks.length ? afterBlocks : activation;
      long time = passed > blocks.length ? activation : network.get("genesis_time").asLong();
      ForkId id = forkId(expected, "hash", "next");
      assertThat(schedule.forkId(head, time)).isEqualTo(id);
      assertThat(listed.forkId(head, time)).isEqualTo(id);
      assertThat(schedule.knows(id.hash())).isTrue();
      assertThat(schedule.check(id, head, time)).isEqualTo(ForkSchedule.Verdict.COMPATIBLE);
      passed++;
    }
    assertThat(schedule.knows(0x12345678)).isFalse();
  }

  static Stream<JsonNode> validation() {
    return cases("validation");
  }

  @ParameterizedTest
  @MethodSource("validation")
  void validation(JsonNode vector) {
    ForkSchedule.Verdict expected =
        switch (vector.get("result").asText("")) {
          case "remote-stale" -> ForkSchedule.Verdict.REMOTE_STALE;
          case "local-incompatible-or-stale" -> ForkSchedule.Verdict.LOCAL_INCOMPATIBLE_OR_STALE;
          default -> ForkSchedule.Verdict.COMPATIBLE;
        };
    assertThat(
            schedule(vector)
                .check(
                    forkId(vector, "remote_hash", "remote_next"),
                    vector.get("head").asLong(),
                    vector.get("time").asLong()))
        .isEqualTo(expected);
  }

  static Stream<JsonNode> encoding() {
    return cases("encoding");
  }

  @ParameterizedTest
  @MethodSource("encoding")
  void encoding(JsonNode vector) {
    ForkId id = forkId(vector, "hash", "next");
    assertThat(RlpWriter.encode(id::write)).isEqualTo(Vectors.hex(vector, "rlp"));
    assertThat(ForkId.read(RlpReader.of(Vectors.hex(vector, "rlp")), false)).isEqualTo(id);
    assertThat(id).hasToString(vector.get("hash").asText() + "/" + vector.get("next").asText());
  }

  static Stream<JsonNode> genesisTimes() {
    return cases("genesis_time_rule").flatMap(rule -> Vectors.each(rule.get("cases")));
  }

  @ParameterizedTest
  @MethodSource("genesisTimes")
  void forksBeforeGenesisNeverCount(JsonNode vector) {
    long genesisTime =
        cases("genesis_time_rule").findFirst().orElseThrow().get("genesis_time").asLong();
    Bytes32 genesis = Bytes32.ZERO;
    ForkSchedule all =
        new ForkSchedule(genesis, genesisTime, new long[] {0}, longs(vector.get("fork_times")));
    ForkSchedule expected =
        new ForkSchedule(genesis, 0, new long[0], longs(vector.get("expected_fork_times")));
    for (long time = genesisTime - 2; time < genesisTime + 4; time++) {
      assertThat(all.forkId(0, time)).isEqualTo(expected.forkId(0, time));
    }
  }

  @Test
  void furtherElementsAreReadOnlyWhereTheyMayBe() {
    Bytes longer = Bytes.fromHexString("0xc78407c9462e8001");
    assertThat(ForkId.read(RlpReader.of(longer), true)).isEqualTo(new ForkId(0x07c9462e, 0));
    assertViolation(RlpRule.RLP_EXTRA_ELEMENT, () -> ForkId.read(RlpReader.of(longer), false));
    assertViolation(
        RlpRule.RLP_WRONG_LENGTH,
        () -> ForkId.read(RlpReader.of(Bytes.fromHexString("0xc28080")), true));
  }

  @Test
  void hashesAreAlwaysFourBytes() {
    ForkId small = new ForkId(0x01, 5);
    assertThat(RlpWriter.encode(small::write)).isEqualTo(Bytes.fromHexString("0xc6840000000105"));
    assertThat(small.hashHex()).isEqualTo("0x00000001");
  }
}

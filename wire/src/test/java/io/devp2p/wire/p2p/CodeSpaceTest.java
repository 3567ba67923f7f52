package io.devp2p.wire.p2p;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.devp2p.core.Vectors;
import io.devp2p.wire.Capability;
import io.devp2p.wire.Protocol;
import io.devp2p.wire.eth.Eth;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class CodeSpaceTest {

  private static final JsonNode VECTORS = Vectors.load("eth-messages");

  private static Stream<JsonNode> negotiations() {
    return Vectors.each(VECTORS.get("capability_negotiation").get("cases"));
  }

  static Capability capability(String text) {
    int slash = text.indexOf('/');
    return new Capability(text.substring(0, slash), Integer.parseInt(text.substring(slash + 1)));
  }

  private static List<Capability> capabilities(JsonNode texts) {
    return Vectors.each(texts).map(t -> capability(t.asText())).toList();
  }

  static Protocol<?> protocol(String text, int span) {
    Capability c = capability(text);
    return Protocol.of(c.name(), c.version(), span, context -> (now, code, payload, out) -> {});
  }

  private static int count(String capability) {
    return VECTORS.get("message_counts").get("values").get(capability).asInt();
  }

  @ParameterizedTest
  @MethodSource("negotiations")
  void negotiates(JsonNode vector) {
    List<Protocol<?>> ours = new ArrayList<>();
    Vectors.each(vector.get("local"))
        .forEach(c -> ours.add(protocol(c.asText(), count(c.asText()))));

    CodeSpace codes = CodeSpace.negotiate(ours, capabilities(vector.get("remote")));

    assertThat(
            codes.slots().stream()
                .map(s -> List.<Object>of(s.capability().toString(), s.first(), s.span())))
        .containsExactlyElementsOf(
            Vectors.each(vector.get("result"))
                .map(r -> List.<Object>of(r.get(0).asText(), r.get(1).asInt(), r.get(2).asInt()))
                .toList());
  }

  @Test
  void spansOfEth() {
    Eth.VERSIONS.forEach(v -> assertThat(Eth.span(v)).isEqualTo(count("eth/" + v)));
    assertThat(P2pMessage.SPAN).isEqualTo(count("p2p"));
  }

  @Test
  void everyIdHasOneOwnerOrNone() {
    CodeSpace codes =
        CodeSpace.negotiate(
            List.of(protocol("snap/1", 8), protocol("Zed/1", 3), protocol("eth/69", 18)),
            List.of(capability("eth/69"), capability("Zed/1"), capability("snap/1")));
    // Upper case sorts before lower case: names are compared as bytes.
    assertThat(codes.slots().stream().map(s -> s.capability().name()))
        .containsExactly("Zed", "eth", "snap");
    for (int code = 0; code < CodeSpace.CODES; code++) {
      assertThat(codes.find(code).isPresent()).isEqualTo(code >= 16 && code < 16 + 3 + 18 + 8);
    }
  }

  @Test
  void longNamesAndRepetitionsAreNeverShared() {
    assertThat(
            CodeSpace.negotiate(
                    List.of(protocol("eth/69", 18)),
                    List.of(capability("eth/69"), capability("eth/69"), capability("ninechars/1")))
                .slots())
        .hasSize(1);
  }
}

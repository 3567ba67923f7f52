package io.devp2p.interop.suite.v5;

import io.devp2p.interop.dialogue.V5Dialogue;
import io.devp2p.interop.suite.Case;
import io.devp2p.interop.suite.Suite;
import java.util.List;
import java.util.stream.Stream;

/**
 * discv5: the 10 cases of go-ethereum's tool (v1.17.10) with its requests, written anew, and ours.
 * The target needs no bootnodes; its record must have an address, and its table must be empty.
 */
public final class Discv5Suite {

  /** The cases of go-ethereum's tool, in its order. */
  public static final Suite<V5Dialogue> GETH =
      suite(Stream.of(SessionCases.ofGeth(), QuestionCases.ofGeth()));

  /** All cases. */
  public static final Suite<V5Dialogue> ALL =
      suite(
          Stream.of(
              GETH.cases(),
              V5PacketCases.all(),
              HandshakeCases.all(),
              SessionCases.ofOurs(),
              QuestionCases.ofOurs()));

  private Discv5Suite() {}

  private static Suite<V5Dialogue> suite(Stream<List<Case<V5Dialogue>>> parts) {
    return new Suite<>("discv5", parts.flatMap(List::stream).toList(), V5Dialogue::new);
  }
}

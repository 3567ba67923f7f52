package io.devp2p.interop.suite.v4;

import io.devp2p.interop.dialogue.V4Dialogue;
import io.devp2p.interop.suite.Case;
import io.devp2p.interop.suite.Suite;
import java.util.List;
import java.util.stream.Stream;

/**
 * discv4: the 15 cases of go-ethereum's tool (v1.17.10) with its requests and deadlines, written
 * anew, and ours. The target needs no bootnodes and an empty table does.
 */
public final class Discv4Suite {

  /** The cases of go-ethereum's tool, in its order. */
  public static final Suite<V4Dialogue> GETH =
      suite(
          Stream.of(
              PingCases.ofGeth(),
              RecordCases.ofGeth(),
              FindnodeCases.ofGeth(),
              ProofCases.ofGeth()));

  /** All cases. */
  public static final Suite<V4Dialogue> ALL =
      suite(
          Stream.of(
              GETH.cases(),
              PingCases.forms(),
              PingCases.sides(),
              PacketCases.all(),
              ProofCases.ofOurs(),
              FindnodeCases.ofOurs(),
              RecordCases.ofOurs()));

  private Discv4Suite() {}

  private static Suite<V4Dialogue> suite(Stream<List<Case<V4Dialogue>>> parts) {
    return new Suite<>("discv4", parts.flatMap(List::stream).toList(), V4Dialogue::new);
  }
}

package io.devp2p.interop.suite.snap;

import io.devp2p.interop.dialogue.EthDialogue;
import io.devp2p.interop.suite.Case;
import io.devp2p.interop.suite.Need;
import io.devp2p.interop.suite.Suite;
import java.util.List;
import java.util.stream.Stream;

/** snap/1 and snap/2: what go-ethereum's tool tries, and more. The target serves a known chain. */
public final class SnapSuite {

  /** The cases of go-ethereum's tool for snap/1, in its order. */
  public static final Suite<EthDialogue> GETH =
      suite(
          "snap",
          Stream.of(
              AccountCases.ofGeth(),
              CodeCases.ofGeth(),
              NodeCases.ofGeth(),
              StorageCases.ofGeth()));

  /** All cases of snap/1. */
  public static final Suite<EthDialogue> ALL =
      suite(
          "snap",
          Stream.of(
              GETH.cases(),
              AccountCases.ofOurs(),
              CodeCases.ofOurs(),
              NodeCases.ofOurs(),
              StorageCases.ofOurs()));

  /** The cases of go-ethereum's tool for snap/2. */
  public static final Suite<EthDialogue> GETH_2 = suite("snap2", Stream.of(Snap2Cases.ofGeth()));

  /** All cases of snap/2. */
  public static final Suite<EthDialogue> ALL_2 =
      suite("snap2", Stream.of(GETH_2.cases(), Snap2Cases.ofOurs()));

  private SnapSuite() {}

  private static Suite<EthDialogue> suite(String name, Stream<List<Case<EthDialogue>>> parts) {
    return new Suite<>(
        name,
        parts.flatMap(List::stream).map(one -> Case.needing(Need.CHAIN, one)).toList(),
        EthDialogue::new);
  }
}

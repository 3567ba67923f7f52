package io.devp2p.interop.suite.eth;

import io.devp2p.interop.dialogue.EthDialogue;
import io.devp2p.interop.suite.Case;
import io.devp2p.interop.suite.Need;
import io.devp2p.interop.suite.Suite;
import java.util.List;
import java.util.stream.Stream;

/** eth: what go-ethereum's tool tries, and more. The target serves a chain that is known. */
public final class EthSuite {

  /** The cases of go-ethereum's tool, in its order. */
  public static final Suite<EthDialogue> GETH =
      suite(
          Stream.of(
              StatusCases.ofGeth(),
              RangeCases.ofGeth(),
              HeaderCases.ofGeth(),
              AccessListCases.ofGeth(),
              BodyCases.ofGeth(),
              PoolCases.ofGeth(),
              BlobCases.ofGeth()));

  /** All cases. */
  public static final Suite<EthDialogue> ALL =
      suite(
          Stream.of(
              GETH.cases(),
              StatusCases.ofOurs(),
              RangeCases.ofOurs(),
              HeaderCases.ofOurs(),
              AccessListCases.ofOurs(),
              BodyCases.ofOurs(),
              PoolCases.ofOurs(),
              BlobCases.ofOurs()));

  private EthSuite() {}

  private static Suite<EthDialogue> suite(Stream<List<Case<EthDialogue>>> parts) {
    return new Suite<>(
        "eth", parts.flatMap(List::stream).map(EthSuite::knowing).toList(), EthDialogue::new);
  }

  /** No case can do without the chain. */
  private static Case<EthDialogue> knowing(Case<EthDialogue> one) {
    return one.needs().isEmpty() ? Case.needing(Need.CHAIN, one) : one;
  }
}

package io.devp2p.interop.suite.rlpx;

import io.devp2p.interop.dialogue.RlpxDialogue;
import io.devp2p.interop.suite.Suite;
import java.util.List;
import java.util.stream.Stream;

/** RLPx and the p2p capability: what go-ethereum's tool hardly tries. The target listens on TCP. */
public final class RlpxSuite {

  /** All cases. */
  public static final Suite<RlpxDialogue> ALL =
      new Suite<>(
          "rlpx",
          Stream.of(AuthCases.all(), FrameCases.all(), HelloCases.all(), MessageCases.all())
              .flatMap(List::stream)
              .toList(),
          RlpxDialogue::new);

  private RlpxSuite() {}
}

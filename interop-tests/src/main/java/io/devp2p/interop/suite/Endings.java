package io.devp2p.interop.suite;

import io.devp2p.interop.dialogue.EthDialogue;
import io.devp2p.interop.dialogue.EthVoice;
import io.devp2p.interop.dialogue.RlpxVoice;
import java.time.Duration;

/** Cases of what must end a session, and nothing but the session. */
public final class Endings {

  /** For a case that waits for an end: a target may take its time to it. */
  public static final Duration LIMIT = RlpxVoice.CLOSING.plusSeconds(5);

  private Endings() {}

  /** Something that a target must not bear. */
  @FunctionalInterface
  public interface Speech {
    /** Says it; returns who did. */
    EthVoice say(EthDialogue dialogue) throws Exception;
  }

  /** The session ends, and the target lives on. */
  public static Case<EthDialogue> ended(String id, String source, String sentence, Speech speech) {
    return Case.within(
        LIMIT,
        Case.must(
            id,
            source,
            sentence,
            d -> {
              speech.say(d).isEnded();
              d.isAlive();
            }));
  }
}

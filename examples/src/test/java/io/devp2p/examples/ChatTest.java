package io.devp2p.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.wire.Protocol;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class ChatTest {

  @Test
  void oneAsksAndTheOtherAnswers() throws Exception {
    BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    Protocol<Chat> ours = Chat.protocol((who, text) -> answers.add(text));
    BlockingQueue<String> questions = new LinkedBlockingQueue<>();
    Protocol<Chat> theirs = Chat.protocol((who, text) -> questions.add(text));
    try (Meeting meeting = Meeting.of(theirs, ours)) {
      meeting.peer().session(ours).orElseThrow().say("Grüß dich");
      assertThat(questions.poll(10, TimeUnit.SECONDS)).isEqualTo("Grüß dich");
      Chat atTheirs =
          meeting
              .node()
              .peer(meeting.example().key())
              .flatMap(peer -> peer.session(theirs))
              .orElseThrow();
      atTheirs.say("Servus");
      assertThat(answers.poll(10, TimeUnit.SECONDS)).isEqualTo("Servus");
    }
  }
}

package io.devp2p.wire.eth;

import io.devp2p.core.Violation;
import io.devp2p.wire.Ask;
import io.devp2p.wire.Message;
import java.time.Duration;
import org.apache.tuweni.bytes.Bytes;

/**
 * A request of ours in the words of eth; amounts are items.
 *
 * @param <T> what the caller gets
 */
interface EthAsk<T> extends Ask<T> {

  /** For headers, bodies, receipts and access lists, of which an answer has megabytes. */
  Duration BLOCKS_TIMEOUT = Duration.ofSeconds(15);

  /** For transactions and cells (go-ethereum). */
  Duration POOL_TIMEOUT = Duration.ofSeconds(5);

  /** The type of the answer. */
  MessageId answerType();

  EthRequest request(long id);

  /**
   * Judges an answer, which has no more items than were asked for.
   *
   * @throws Violation if it cannot be right
   */
  Verdict<T> judge(int version, EthAnswer answer);

  @Override
  EthAsk<T> first(int amount);

  @Override
  default String name() {
    return answerType().name();
  }

  @Override
  default int answer() {
    return answerType().code();
  }

  @Override
  default Message request(int version, long id) {
    EthRequest request = request(id);
    return new Message(EthCodec.code(request), EthCodec.encode(version, request));
  }

  @Override
  default Verdict<T> judge(int version, Bytes payload) {
    return judge(version, (EthAnswer) EthCodec.decode(version, answer(), payload, amount()));
  }
}

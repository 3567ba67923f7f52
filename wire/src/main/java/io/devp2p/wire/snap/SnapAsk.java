package io.devp2p.wire.snap;

import io.devp2p.core.Violation;
import io.devp2p.core.crypto.Keccak;
import io.devp2p.wire.Ask;
import io.devp2p.wire.Message;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * A request of ours in the words of snap. Amounts are bytes of ranges, and items of everything
 * else.
 *
 * @param <T> what the caller gets
 */
interface SnapAsk<T> extends Ask<T> {

  /** Answers have megabytes, which the peer may have to collect from a disk. */
  Duration TIMEOUT = Duration.ofSeconds(15);

  SnapRequest request(long id);

  /** How many items the answer may have; of an answer with accounts or slots, how many of these. */
  SnapCodec.Most most();

  /**
   * Judges an answer.
   *
   * @param bytes of the answer
   * @throws Violation if it cannot be right
   */
  Verdict<T> judge(SnapAnswer answer, int bytes);

  @Override
  SnapAsk<T> first(int amount);

  @Override
  default Duration timeout() {
    return TIMEOUT;
  }

  @Override
  default String name() {
    return "snap answer 0x0" + answer();
  }

  @Override
  default Message request(int version, long id) {
    SnapRequest request = request(id);
    return new Message(SnapCodec.code(request), SnapCodec.encode(request));
  }

  @Override
  default Verdict<T> judge(int version, Bytes payload) {
    return judge(SnapCodec.decodeAnswer(version, answer(), payload, most()), payload.size());
  }

  /**
   * Finds what was asked for by its hash: items come in the order of the request, and may be
   * missing.
   *
   * @throws Violation of {@code rule} if an item has none of the hashes that are left
   */
  static Map<Bytes32, Bytes> byHash(List<Bytes32> hashes, List<Bytes> items, SnapRule rule) {
    Map<Bytes32, Bytes> found = new LinkedHashMap<>();
    int next = 0;
    for (Bytes item : items) {
      Bytes32 hash = Keccak.hash(item);
      while (next < hashes.size() && !hashes.get(next).equals(hash)) {
        next++;
      }
      Violation.unless(next < hashes.size(), rule);
      next++;
      found.put(hash, item);
    }
    return found;
  }
}

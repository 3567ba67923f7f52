package io.devp2p.core.crypto.tier;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.crypto.Curves;
import io.devp2p.core.crypto.Hkdf;
import io.devp2p.core.crypto.Keccak;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.crypto.PublicKey;
import io.devp2p.core.crypto.Secp256k1;
import io.devp2p.core.crypto.Signatures;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;

/** The crypto of any thread gives what one thread gives. */
final class ThreadsTest {

  private static final Secp256k1 CURVE = Curves.best();

  private static Bytes work(int number) {
    NodeKey key = NodeKey.of(CURVE, Bytes32.leftPad(Bytes.ofUnsignedLong(1L + number)));
    Bytes32 hash = Keccak.hash(Bytes.ofUnsignedInt(number));
    Bytes signature = key.sign(hash);
    PublicKey recovered = Signatures.recover(CURVE, hash, signature);
    Bytes shared = key.ecdh(recovered);
    return Bytes.concatenate(
        signature, shared, Bytes.wrap(Hkdf.derive(shared, hash, signature, 32)));
  }

  @Test
  void sixteenThreads() throws Exception {
    int count = 400;
    List<Callable<Bytes>> tasks =
        IntStream.range(0, count).<Callable<Bytes>>mapToObj(i -> () -> work(i)).toList();
    try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
      List<Future<Bytes>> results = threads.invokeAll(tasks);
      for (int i = 0; i < count; i++) {
        assertThat(results.get(i).get()).isEqualTo(work(i));
      }
    }
  }
}

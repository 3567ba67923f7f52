package io.devp2p.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which tier is chosen, and that a faulty one never is. */
final class CurvesTest {

  private static final Secp256k1 REFERENCE = Curves.bouncyCastle();

  /** What a tier can compute wrongly. */
  enum Fault {
    NONE,
    PUBLIC_KEY,
    ECDH,
    SIGNATURE,
    HIGH_S,
    RECOVERED_KEY,
    RECOVERS_NOTHING,
    DECOMPRESSED_KEY,
    VERIFIES_ALL,
    VERIFIES_NOTHING,
    EVERYTHING_IS_A_POINT,
    NOTHING_IS_A_POINT,
    THROWS,
  }

  /** The reference, with a fault that shows once in a while. */
  private record Tier(String name, int priority, Fault fault) implements Secp256k1 {

    private void spoil(Fault kind, byte[] out, int at) {
      if (fault == kind && (out[at] & 3) == 0) {
        out[at] ^= 4;
      }
    }

    @Override
    public void publicKey(byte[] secret, int secretAt, byte[] point, int pointAt) {
      REFERENCE.publicKey(secret, secretAt, point, pointAt);
      spoil(Fault.PUBLIC_KEY, point, pointAt + 63);
    }

    @Override
    public boolean isPoint(byte[] point, int pointAt) {
      return fault == Fault.EVERYTHING_IS_A_POINT
          || (fault != Fault.NOTHING_IS_A_POINT && REFERENCE.isPoint(point, pointAt));
    }

    @Override
    public boolean decompress(byte[] compressed, int compressedAt, byte[] point, int pointAt) {
      boolean known = REFERENCE.decompress(compressed, compressedAt, point, pointAt);
      spoil(Fault.DECOMPRESSED_KEY, point, pointAt + 63);
      return known;
    }

    @Override
    public void ecdh(byte[] secret, int secretAt, byte[] point, int pointAt, byte[] out, int at) {
      REFERENCE.ecdh(secret, secretAt, point, pointAt, out, at);
      spoil(Fault.ECDH, out, at + 32);
    }

    @Override
    public void sign(byte[] secret, int secretAt, byte[] hash, int hashAt, byte[] out, int at) {
      if (fault == Fault.THROWS) {
        throw new IllegalStateException("no library");
      }
      REFERENCE.sign(secret, secretAt, hash, hashAt, out, at);
      spoil(Fault.SIGNATURE, out, at);
      if (fault == Fault.HIGH_S) {
        out[at + 32] |= (byte) 0x80;
      }
    }

    @Override
    public boolean verify(byte[] hash, int hashAt, byte[] signature, int at, byte[] p, int pAt) {
      return fault == Fault.VERIFIES_ALL
          || (fault != Fault.VERIFIES_NOTHING
              && REFERENCE.verify(hash, hashAt, signature, at, p, pAt));
    }

    @Override
    public boolean recover(byte[] hash, int hashAt, byte[] signature, int at, byte[] p, int pAt) {
      boolean known = REFERENCE.recover(hash, hashAt, signature, at, p, pAt);
      spoil(Fault.RECOVERED_KEY, p, pAt + 63);
      return known && fault != Fault.RECOVERS_NOTHING;
    }
  }

  private static List<String> usable(List<Supplier<Secp256k1>> installed) {
    Iterator<Secp256k1> loading = installed.stream().map(Supplier::get).iterator();
    return Curves.usable(loading, new Random(20261124)).stream().map(Secp256k1::name).toList();
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void aTierWithAFaultIsNotUsed(Fault fault) {
    List<String> names = usable(List.of(() -> new Tier("other", 10, fault)));
    assertThat(names)
        .isEqualTo(
            fault == Fault.NONE ? List.of("other", "bouncycastle") : List.of("bouncycastle"));
  }

  @Test
  void theHighestPriorityIsFirstAndTheReferenceLast() {
    assertThat(
            usable(
                List.of(
                    () -> new Tier("low", 5, Fault.NONE),
                    () -> new Tier("best", 20, Fault.NONE),
                    () -> new Tier("broken", 30, Fault.ECDH))))
        .containsExactly("best", "low", "bouncycastle");
  }

  @Test
  void aTierThatCannotBeLoadedStandsInNobodysWay() {
    assertThat(
            usable(
                List.of(
                    () -> {
                      throw new UnsupportedClassVersionError("for a younger Java");
                    },
                    () -> {
                      throw new ServiceConfigurationError("no library for this platform");
                    },
                    () -> new Tier("good", 10, Fault.NONE))))
        .containsExactly("good", "bouncycastle");
  }

  @Test
  void aTierForAYoungerJavaStandsInNobodysWay(@TempDir Path directory) throws IOException {
    Path services = Files.createDirectories(directory.resolve("META-INF/services"));
    Files.writeString(services.resolve(Secp256k1.class.getName()), "Younger");
    ByteBuffer header = ByteBuffer.allocate(8).putInt(0xcafebabe).putInt(999);
    Files.write(directory.resolve("Younger.class"), header.array());
    try (URLClassLoader loader = new URLClassLoader(new URL[] {directory.toUri().toURL()})) {
      assertThat(
              Curves.usable(ServiceLoader.load(Secp256k1.class, loader).iterator(), new Random(1)))
          .containsExactly(REFERENCE);
    }
  }

  @Test
  void tiersAreNamed() {
    assertThat(Curves.named("bouncycastle")).isSameAs(Curves.bouncyCastle());
    assertThat(Curves.named(Curves.best().name())).isSameAs(Curves.best());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Curves.named("abacus"))
        .withMessageStartingWith("no crypto tier abacus can be used here; there is ");
  }

  @Test
  void aKeyKeepsItsCurve() {
    Tier other = new Tier("other", 10, Fault.NONE);
    NodeKey key = NodeKey.generate(new Random(1));
    assertThat(key.curve()).isSameAs(Curves.best());
    assertThat(key.on(other).curve()).isSameAs(other);
    assertThat(key.on(other).publicKey()).isEqualTo(key.publicKey());
    assertThat(Stream.of(NodeKey.generate(other, new Random(1)), NodeKey.of(other, key.secret())))
        .allMatch(k -> k.curve().equals(other) && k.publicKey().equals(key.publicKey()));
  }
}

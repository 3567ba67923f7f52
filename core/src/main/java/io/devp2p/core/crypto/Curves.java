package io.devp2p.core.crypto;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.lang.System.Logger;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * The tiers of {@link Secp256k1} that can be used here. Other tiers than Bouncy Castle's are looked
 * for once, when {@link #best} or {@link #named} is first called: whoever calls neither loads no
 * foreign code. Thread-safe.
 */
public final class Curves {

  private static final Logger LOG = System.getLogger(Curves.class.getName());
  private static final Secp256k1 REFERENCE = new BouncyCastle();

  /** Is loaded, and so looked for, once. */
  private static final class Found {
    static final List<Secp256k1> TIERS =
        usable(
            ServiceLoader.load(Secp256k1.class, Secp256k1.class.getClassLoader()).iterator(),
            new SecureRandom());
  }

  private Curves() {}

  /** The reference, which is always there. */
  public static Secp256k1 bouncyCastle() {
    return REFERENCE;
  }

  /** The tier of the highest priority that loads and passes its self-test. */
  public static Secp256k1 best() {
    return Found.TIERS.getFirst();
  }

  /**
   * The tier of a name, for a user who wants that one and no other.
   *
   * @throws IllegalArgumentException if there is none of the name, or it cannot be used here
   */
  public static Secp256k1 named(String name) {
    return name.equals(REFERENCE.name())
        ? REFERENCE
        : Found.TIERS.stream()
            .filter(tier -> tier.name().equals(name))
            .findFirst()
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "no crypto tier "
                        + name
                        + " can be used here; there is "
                        + names(Found.TIERS)));
  }

  private static String names(List<Secp256k1> tiers) {
    return tiers.stream().map(Secp256k1::name).collect(Collectors.joining(", "));
  }

  /** Those that load and pass the self-test, the best first, the reference last. */
  static List<Secp256k1> usable(Iterator<Secp256k1> installed, RandomGenerator random) {
    List<Secp256k1> usable = new ArrayList<>();
    while (true) {
      try {
        if (!installed.hasNext()) {
          break;
        }
        Secp256k1 tier = installed.next();
        Optional<String> fault = SelfTest.fault(tier, REFERENCE, random);
        fault.ifPresentOrElse(
            what ->
                LOG.log(
                    WARNING,
                    "crypto tier {0} is not used: it fails its self-test ({1})",
                    tier.name(),
                    what),
            () -> usable.add(tier));
      } catch (ServiceConfigurationError | LinkageError cannotLoad) {
        // For a younger Java, another platform, or without its library: no fault of anybody.
        LOG.log(INFO, () -> "a crypto tier cannot be used here: " + reason(cannotLoad));
      }
    }
    usable.sort(Comparator.comparingInt(Secp256k1::priority).reversed());
    usable.add(REFERENCE);
    LOG.log(INFO, () -> "crypto tiers, the best first: " + names(usable));
    return List.copyOf(usable);
  }

  private static Throwable reason(Error cannotLoad) {
    return Optional.ofNullable(cannotLoad.getCause()).orElse(cannotLoad);
  }
}

package io.devp2p.cli;

import io.devp2p.core.crypto.Curves;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.crypto.Secp256k1;
import java.security.SecureRandom;
import org.apache.tuweni.bytes.Bytes32;
import picocli.CommandLine.Option;

/** The flag of every command that computes with keys. */
final class CryptoOption {

  static final String AUTO = "auto";

  @Option(
      names = "--crypto",
      paramLabel = "TIER",
      defaultValue = AUTO,
      description = "who computes on the curve: bouncycastle, libsecp256k1, or auto, the best here")
  String tier = AUTO;

  /** As the user wishes, or the best. */
  Secp256k1 curve() {
    return curve(tier);
  }

  static Secp256k1 curve(String tier) {
    try {
      return tier.equals(AUTO) ? Curves.best() : Curves.named(tier);
    } catch (IllegalArgumentException unusable) {
      throw new Failure(Exit.USAGE, "--crypto: " + unusable.getMessage());
    }
  }

  /** The key of a flag, or a new one where the flag is empty. */
  NodeKey key(String flag, String hex) {
    return hex.isEmpty() ? NodeKey.generate(curve(), new SecureRandom()) : parse(flag, hex);
  }

  /** A secret key as a user writes it; what is wrong with it is told without repeating it. */
  private NodeKey parse(String flag, String hex) {
    if (!hex.matches("(0x)?[0-9a-fA-F]{64}")) {
      throw new Failure(Exit.USAGE, flag + ": 64 hex digits expected");
    }
    try {
      return NodeKey.of(curve(), Bytes32.fromHexString(hex));
    } catch (IllegalArgumentException notAKey) {
      throw new Failure(Exit.USAGE, flag + ": " + notAKey.getMessage());
    }
  }
}

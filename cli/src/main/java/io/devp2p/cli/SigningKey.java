package io.devp2p.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.devp2p.core.crypto.Keystore;
import io.devp2p.core.crypto.NodeKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.Optional;

/** A key to sign trees with: one under a passphrase, as wallets and geth have it, or a node key. */
final class SigningKey {

  /** Bytes of a key file; wallets write about 500. */
  private static final int SIZE = 64 * 1024;

  private SigningKey() {}

  static NodeKey read(Path file, Optional<Path> passwordFile) throws IOException {
    String text = new String(UserFiles.read(file, SIZE), UTF_8);
    if (!text.stripLeading().startsWith("{")) {
      return UserFiles.key(file);
    }
    Keystore keystore = KeystoreJson.read(file, text);
    char[] passphrase =
        passwordFile.isPresent()
            ? firstLine(new String(UserFiles.read(passwordFile.get(), SIZE), UTF_8))
            : ask(file);
    try {
      return keystore
          .open(passphrase)
          .orElseThrow(() -> new Failure(Exit.USAGE, file + ": the passphrase is wrong"));
    } catch (IllegalArgumentException notAKey) {
      throw new Failure(Exit.USAGE, file + ": " + notAKey.getMessage());
    }
  }

  private static char[] firstLine(String text) {
    return text.lines().findFirst().orElse("").toCharArray();
  }

  /** From the terminal without echo; where there is none, a line of standard input. */
  private static char[] ask(Path file) throws IOException {
    Optional<char[]> typed =
        Optional.ofNullable(System.console())
            .map(console -> console.readPassword("Passphrase of %s: ", file));
    if (typed.isPresent()) {
      return typed.get();
    }
    String line = new BufferedReader(new InputStreamReader(System.in, UTF_8)).readLine();
    return line == null ? new char[0] : line.toCharArray();
  }
}

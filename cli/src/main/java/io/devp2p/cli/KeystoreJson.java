package io.devp2p.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.devp2p.core.crypto.Keystore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** Keystore files of Ethereum wallets (Web3 Secret Storage, version 3). */
final class KeystoreJson {

  private static final JsonFactory JSON = new JsonFactory();

  private final Map<String, String> values = new HashMap<>();

  private KeystoreJson() {}

  /** Reads a file; what is wrong with it is told in one line. */
  static Keystore read(Path file, String text) {
    KeystoreJson json = new KeystoreJson();
    try (JsonParser parser = JSON.createParser(text)) {
      parser.nextToken();
      json.collect("", parser);
      return json.keystore();
    } catch (IOException | IllegalArgumentException malformed) {
      String why = malformed instanceof IOException ? "malformed JSON" : malformed.getMessage();
      throw new Failure(Exit.USAGE, file + ": not a keystore file: " + why);
    }
  }

  /** Values by the names that lead to them, for example {@code crypto.kdfparams.n}. */
  private void collect(String path, JsonParser json) throws IOException {
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      JsonToken token = json.nextToken();
      String below = path + name.toLowerCase(Locale.ROOT);
      if (token == JsonToken.START_OBJECT) {
        collect(below + ".", json);
      } else if (token.isScalarValue()) {
        values.put(below, json.getText());
      } else {
        json.skipChildren();
      }
    }
  }

  private Keystore keystore() {
    require("version", "3");
    require("crypto.cipher", "aes-128-ctr");
    return new Keystore(
        derivation(),
        hex("crypto.cipherparams.iv"),
        hex("crypto.ciphertext"),
        Bytes32.wrap(hex("crypto.mac")));
  }

  private Keystore.Derivation derivation() {
    require("crypto.kdfparams.dklen", "32");
    Bytes salt = hex("crypto.kdfparams.salt");
    return switch (text("crypto.kdf")) {
      case "scrypt" ->
          new Keystore.Derivation.Scrypt(
              number("crypto.kdfparams.n"),
              number("crypto.kdfparams.r"),
              number("crypto.kdfparams.p"),
              salt);
      case "pbkdf2" -> {
        require("crypto.kdfparams.prf", "hmac-sha256");
        yield new Keystore.Derivation.Pbkdf2(number("crypto.kdfparams.c"), salt);
      }
      default -> throw new IllegalArgumentException("crypto.kdf is not supported");
    };
  }

  private String text(String path) {
    String value = values.get(path);
    if (value == null) {
      throw new IllegalArgumentException(path + " is missing");
    }
    return value;
  }

  private void require(String path, String only) {
    if (!text(path).equals(only)) {
      throw new IllegalArgumentException(path + " is not " + only);
    }
  }

  private int number(String path) {
    try {
      return Integer.parseInt(text(path));
    } catch (NumberFormatException notANumber) {
      throw new IllegalArgumentException(path + " is no number", notANumber);
    }
  }

  private Bytes hex(String path) {
    try {
      return Bytes.fromHexString(text(path));
    } catch (IllegalArgumentException notHex) {
      throw new IllegalArgumentException(path + " is no hex", notHex);
    }
  }
}

package io.devp2p.cli;

import io.devp2p.core.Violation;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.crawler.publish.TreeDefinition;
import io.devp2p.crawler.publish.TreeDirectory;
import io.devp2p.discovery.dns.TreeUrl;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Flags of every verb that signs a tree. */
final class SigningOptions {

  @Option(
      names = "--domain",
      paramLabel = "NAME",
      description = "domain of the tree; by default that of its url, else the directory's name")
  Optional<String> domain = Optional.empty();

  @Option(
      names = "--seq",
      paramLabel = "N",
      description = "sequence number of the tree; by default one more than before")
  Optional<String> seq = Optional.empty();

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "has the passphrase of the key in its first line; asked for by default")
  Optional<Path> passwordFile = Optional.empty();

  NodeKey key(Path file) throws IOException {
    return SigningKey.read(file, passwordFile);
  }

  TreeUrl url(NodeKey key, TreeDefinition before, TreeDirectory directory) {
    String name = domain.or(() -> before.url().map(TreeUrl::domain)).orElseGet(directory::name);
    try {
      return new TreeUrl(key.publicKey(), name);
    } catch (Violation noDomain) {
      throw new Failure(Exit.USAGE, "'" + name + "' is no domain name; --domain gives one");
    }
  }

  long seq(TreeDefinition before) {
    try {
      return seq.isPresent() ? Long.parseUnsignedLong(seq.get()) : before.seq() + 1;
    } catch (NumberFormatException malformed) {
      throw new Failure(Exit.USAGE, "--seq: '" + seq.get() + "' is no sequence number");
    }
  }
}

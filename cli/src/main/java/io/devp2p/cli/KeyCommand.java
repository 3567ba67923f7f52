package io.devp2p.cli;

import io.devp2p.core.crypto.Curves;
import io.devp2p.core.crypto.KeyFile;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.Enode;
import io.devp2p.core.node.NodeId;
import io.devp2p.core.node.NodeRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.security.SecureRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code devp2p key}: node key files. */
@Command(name = "key", description = "Makes node keys and shows what belongs to them.")
final class KeyCommand {

  @Spec CommandSpec spec;

  /** Where a node of this key says that it is. */
  static final class Address {
    @Option(
        names = "--ip",
        defaultValue = "127.0.0.1",
        description = "IP address of the node (${DEFAULT-VALUE}); empty leaves it out")
    String ip = "127.0.0.1";

    @Option(
        names = "--tcp",
        defaultValue = "30303",
        description = "TCP port of the node (${DEFAULT-VALUE}); 0 leaves it out")
    int tcp;

    @Option(
        names = "--udp",
        defaultValue = "30303",
        description = "UDP port of the node (${DEFAULT-VALUE}); 0 leaves it out")
    int udp;

    InetAddress address() {
      return Addresses.literal("--ip", ip);
    }
  }

  @Command(name = "generate", description = "Writes a new key to a file, mode 0600.")
  int generate(
      @Parameters(paramLabel = "<keyfile>") Path file,
      @Option(names = "--force", description = "replace an existing file") boolean force,
      @Option(names = "--json", description = "print one JSON object") boolean json)
      throws IOException {
    NodeKey key = NodeKey.generate(Curves.bouncyCastle(), new SecureRandom());
    try {
      KeyFile.write(file, key, force);
    } catch (FileAlreadyExistsException exists) {
      throw new Failure(Exit.USAGE, file + ": exists; --force replaces it");
    } catch (FileSystemException refused) {
      throw UserFiles.unusable(file, refused);
    }
    if (json) {
      out()
          .println(
              JsonLine.of(o -> o.writeStringField("id", NodeId.of(key.publicKey()).toString())));
    }
    return Exit.OK;
  }

  @Command(name = "to-id", description = "Prints the node id of a key.")
  int toId(
      @Parameters(paramLabel = "<keyfile>") Path file,
      @Option(names = "--json", description = "print one JSON object") boolean json)
      throws IOException {
    return print("id", NodeId.of(UserFiles.key(file).publicKey()).toString(), json);
  }

  @Command(name = "to-enode", description = "Prints the enode URL of a node with this key.")
  int toEnode(
      @Parameters(paramLabel = "<keyfile>") Path file,
      @Mixin Address at,
      @Option(names = "--json", description = "print one JSON object") boolean json)
      throws IOException {
    return print(
        "enode",
        Enode.of(UserFiles.key(file).publicKey(), new Endpoint(at.address(), at.udp, at.tcp))
            .toString(),
        json);
  }

  @Command(
      name = "to-enr",
      description = "Prints a signed record, with sequence number 0, of a node with this key.")
  int toEnr(
      @Parameters(paramLabel = "<keyfile>") Path file,
      @Mixin Address at,
      @Option(names = "--json", description = "print one JSON object") boolean json)
      throws IOException {
    NodeRecord.Builder record = NodeRecord.builder().port("tcp", at.tcp).port("udp", at.udp);
    if (!at.ip.isEmpty()) {
      record.address(at.address());
    }
    return print("enr", record.sign(UserFiles.key(file), 0).toString(), json);
  }

  private int print(String field, String value, boolean json) {
    out().println(json ? JsonLine.of(o -> o.writeStringField(field, value)) : value);
    return Exit.OK;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}

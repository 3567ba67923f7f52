package io.devp2p.interop.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs a program with a DNS server of its own, where the program asks only the servers of the
 * system: in a mount namespace that has another {@code /etc/resolv.conf}. Nothing of the machine is
 * changed. Linux only.
 */
public final class PrivateResolver {

  private static final String SCRIPT = "mount --bind \"$0\" /etc/resolv.conf && exec \"$@\"";

  private final Path config;

  private PrivateResolver(Path config) {
    this.config = config;
  }

  /**
   * A resolver that asks one server, at port 53.
   *
   * @param server an address of loopback
   * @param work folder for its configuration
   * @throws IOException in one line, if this machine has no such namespaces
   */
  public static PrivateResolver of(String server, Path work)
      throws IOException, InterruptedException {
    Files.createDirectories(work);
    Path config = Files.createTempFile(work, "resolv", ".conf");
    Files.writeString(config, "nameserver " + server + "\noptions timeout:2 attempts:2\n");
    PrivateResolver resolver = new PrivateResolver(config);
    resolver.check(server);
    return resolver;
  }

  /** What stands before a command. */
  List<String> prefix() {
    // Who is not root becomes it in a user namespace, which some systems allow.
    boolean root = "root".equals(System.getProperty("user.name"));
    return List.of("unshare", root ? "-m" : "-rm", "sh", "-c", SCRIPT, config.toString());
  }

  private void check(String server) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(prefix());
    command.addAll(List.of("grep", "-q", server, "/etc/resolv.conf"));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException("no mount namespace with a resolv.conf of its own can be made here");
    }
  }
}

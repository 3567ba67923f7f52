package io.devp2p.interop.peers;

import io.devp2p.core.node.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The client of node lists in DNS of {@code @ethereumjs/devp2p}. Blocking; thread-safe. */
public final class EthereumJsDns {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private EthereumJsDns() {}

  /**
   * Reads records of a tree in random order, which it gives by their addresses and nothing else.
   *
   * @param installation of {@code ethereumjs}
   * @param work folder for its output
   * @param count how many records are wanted; those of one address count as one
   * @throws IOException if it fails, with what it said
   */
  public static List<Endpoint> peers(
      Installation installation, Path work, Object url, InetSocketAddress server, int count)
      throws IOException, InterruptedException {
    List<String> command =
        List.of(
            "node",
            "--input-type=module",
            "--eval",
            script(),
            installation.folder().toString(),
            server.getAddress().getHostAddress() + ":" + server.getPort(),
            url.toString(),
            Integer.toString(count));
    try (PeerProcess process =
        PeerProcess.start("ethereumjs-dns", work, PeerProcess.Output.FILE, Map.of(), command)) {
      if (!process.awaitExit(LIMIT) || process.exitCode() != 0) {
        throw new IOException("ethereumjs reads no tree:\n" + process.tail());
      }
      List<Endpoint> peers = new ArrayList<>();
      for (String line : process.output().lines().toList()) {
        Json peer = Json.parse(line);
        peers.add(
            new Endpoint(
                InetAddress.getByName(peer.text("address")),
                Integer.parseInt(peer.text("udpPort")),
                Integer.parseInt(peer.text("tcpPort"))));
      }
      return peers;
    }
  }

  private static String script() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            EthereumJsDns.class.getResourceAsStream("/peers/js/ethereumjs/dns.mjs"), "dns.mjs")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}

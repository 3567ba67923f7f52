package io.devp2p.interop;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.devp2p.interop.peers.ConsensysDiscovery;
import io.devp2p.interop.peers.EthereumJs;
import io.devp2p.interop.peers.Folders;
import io.devp2p.interop.peers.Geth;
import io.devp2p.interop.peers.GethTool;
import io.devp2p.interop.peers.Installation;
import io.devp2p.interop.peers.Installer;
import io.devp2p.interop.peers.PeerCatalog;
import io.devp2p.interop.peers.PeerReport;
import io.devp2p.interop.peers.ReferencePeer;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;

/**
 * The peers of one run of tests: installed once, started once each, ended and reported at its end.
 */
final class PeerRun implements AutoCloseable {

  private final Path out;
  private final boolean required;
  private final Installer installer;
  private final Map<ReferencePeer, Optional<PeerReport>> chosen = new LinkedHashMap<>();
  private final Map<String, Object> running = new LinkedHashMap<>();
  private final Deque<Runnable> endings = new ArrayDeque<>();
  private final List<String> notes = new ArrayList<>();

  private PeerRun(Path out, boolean required, Installer installer, List<ReferencePeer> peers) {
    this.out = out;
    this.required = required;
    this.installer = installer;
    peers.forEach(peer -> chosen.put(peer, Optional.empty()));
  }

  static PeerRun start() {
    Path out = Path.of(System.getProperty("interop.out", "target/interop")).toAbsolutePath();
    try {
      Folders.delete(out); // the data of an earlier run
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return new PeerRun(
        out,
        Boolean.getBoolean("interop.required"),
        new Installer(Installer.usualCache(System.getenv()), System.err::println),
        PeerCatalog.select(System.getProperty("interop.peers", PeerCatalog.DEFAULT)));
  }

  boolean isRequired() {
    return required;
  }

  boolean isChosen(ReferencePeer peer) {
    return chosen.containsKey(peer);
  }

  /** Installs a chosen peer unless that has been tried. */
  synchronized PeerReport report(ReferencePeer peer) {
    PeerReport report =
        chosen.getOrDefault(peer, Optional.empty()).orElseGet(() -> installer.provide(peer));
    chosen.put(peer, Optional.of(report));
    return report;
  }

  /** A folder for the output of one thing. */
  Path folder(String name) {
    return out.resolve(name);
  }

  /** A line for the report. */
  synchronized void note(String line) {
    notes.add(line);
  }

  /** The running peer of a type, started when it is first asked for. */
  synchronized Object shared(Class<?> type, Installation installation)
      throws IOException, InterruptedException {
    String name = type.getSimpleName() + "-" + installation.peer().version();
    Object peer = running.get(name);
    if (peer == null) {
      peer = launch(type, installation, folder(name));
      running.put(name, peer);
    }
    return peer;
  }

  private Object launch(Class<?> type, Installation installation, Path work)
      throws IOException, InterruptedException {
    if (type == Geth.class) {
      Geth geth = Geth.start(installation, work, Geth.Options.alone());
      endings.push(geth::close);
      return geth;
    } else if (type == EthereumJs.class) {
      EthereumJs node = EthereumJs.start(installation, work, 1, Optional.empty());
      endings.push(node::close);
      return node;
    } else if (type == ConsensysDiscovery.class) {
      ConsensysDiscovery node =
          ConsensysDiscovery.start(installation, work, Bytes32.repeat((byte) 7), Optional.empty());
      endings.push(node::close);
      return node;
    }
    return new GethTool(installation, work);
  }

  @Override
  public void close() throws IOException {
    endings.forEach(Runnable::run);
    List<PeerReport> reports = chosen.keySet().stream().map(this::reportWithoutInstalling).toList();
    StringBuilder text = new StringBuilder("Reference peers of this run\n");
    reports.forEach(
        report -> text.append("  ").append(report.text().replace("\n", "\n  ")).append('\n'));
    notes.forEach(note -> text.append("  ").append(note).append('\n'));
    System.out.print(text);
    Files.createDirectories(out);
    Files.writeString(out.resolve("peers.txt"), text);
    Files.writeString(out.resolve("peers.json"), json(reports));
  }

  private PeerReport reportWithoutInstalling(ReferencePeer peer) {
    return chosen.getOrDefault(peer, Optional.empty()).orElseGet(() -> installer.report(peer));
  }

  private static String json(List<PeerReport> reports) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartArray();
      for (PeerReport report : reports) {
        json.writeStartObject();
        report.writeJson(json);
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    return text.append('\n').toString();
  }
}

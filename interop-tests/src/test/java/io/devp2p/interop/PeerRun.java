package io.devp2p.interop;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.devp2p.interop.matrix.Cell;
import io.devp2p.interop.peers.Folders;
import io.devp2p.interop.peers.GethTool;
import io.devp2p.interop.peers.Installation;
import io.devp2p.interop.peers.Installer;
import io.devp2p.interop.peers.Launch;
import io.devp2p.interop.peers.PeerCatalog;
import io.devp2p.interop.peers.PeerReport;
import io.devp2p.interop.peers.ReferencePeer;
import io.devp2p.interop.peers.Role;
import io.devp2p.interop.peers.RunningPeer;
import io.devp2p.interop.report.HtmlPage;
import io.devp2p.interop.report.JUnitXml;
import io.devp2p.interop.report.JsonReport;
import io.devp2p.interop.report.SuiteReport;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The peers of one run of tests: installed once, started once each, ended and reported at its end.
 */
final class PeerRun implements AutoCloseable {

  private final Path out;
  private final boolean required;
  private final Installer installer;
  private final Map<ReferencePeer, Optional<PeerReport>> chosen = new LinkedHashMap<>();
  private final Map<ReferencePeer, RunningPeer> running = new LinkedHashMap<>();
  private final List<Cell> cells = new ArrayList<>();
  private final List<SuiteReport> suites = new ArrayList<>();
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

  /**
   * Why a test that needs a peer is to be skipped; empty when the peer is there, installed if need
   * be.
   *
   * @throws AssertionError if the peer is chosen and required but not to be had
   */
  Optional<String> missing(ReferencePeer peer) {
    if (!chosen.containsKey(peer)) {
      return Optional.of(peer + " is not among the chosen peers");
    }
    PeerReport report = report(peer);
    if (report.installation().isPresent()) {
      return Optional.empty();
    }
    if (required) {
      throw new AssertionError(peer + " is required but not available: " + report.reason());
    }
    return Optional.of(peer + ": " + report.reason());
  }

  /** A peer that is not {@link #missing}. */
  Installation installation(ReferencePeer peer) {
    return report(peer).installation().orElseThrow();
  }

  /** All chosen peers that are not {@link #missing}. */
  List<Installation> installations() {
    return List.copyOf(chosen.keySet()).stream()
        .filter(peer -> missing(peer).isEmpty())
        .map(this::installation)
        .toList();
  }

  /** Installs a chosen peer unless that has been tried. */
  private synchronized PeerReport report(ReferencePeer peer) {
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

  /** Cells for the report. */
  synchronized void add(List<Cell> more) {
    cells.addAll(more);
  }

  /** A suite for the report. */
  synchronized void add(SuiteReport suite) {
    suites.add(suite);
  }

  /** The running peer, on its chain if it has one; started when it is first asked for. */
  synchronized RunningPeer shared(Installation installation)
      throws IOException, InterruptedException {
    ReferencePeer peer = installation.peer();
    RunningPeer there = running.get(peer);
    if (there != null) {
      return there;
    }
    boolean serves = peer.claims().roles().contains(Role.CHAIN_SERVER);
    RunningPeer started =
        peer.start(
            installation,
            folder(peer.name()),
            Launch.as(serves ? Role.CHAIN_SERVER : Role.LISTENER));
    running.put(peer, started);
    return started;
  }

  /** The tool of a geth. */
  GethTool tool(Installation installation) {
    return GethTool.of(installation, folder("tool-" + installation.peer().version()));
  }

  @Override
  public void close() throws IOException {
    running.values().forEach(RunningPeer::close);
    List<PeerReport> reports = chosen.keySet().stream().map(this::reportWithoutInstalling).toList();
    StringBuilder text = new StringBuilder("Reference peers of this run\n");
    reports.forEach(
        report -> text.append("  ").append(report.text().replace("\n", "\n  ")).append('\n'));
    cells.forEach(cell -> text.append("  ").append(cell.text()).append('\n'));
    suites.forEach(suite -> text.append("  ").append(suite.text()).append('\n'));
    notes.forEach(note -> text.append("  ").append(note).append('\n'));
    System.out.print(text);
    Files.createDirectories(out);
    Files.writeString(out.resolve("report.txt"), text);
    Files.writeString(out.resolve("report.json"), json(reports));
    Files.writeString(out.resolve("suites.html"), HtmlPage.write(suites));
    Files.writeString(out.resolve("suites.json"), JsonReport.write(suites));
    Files.writeString(out.resolve("suites.xml"), JUnitXml.write(suites));
  }

  private PeerReport reportWithoutInstalling(ReferencePeer peer) {
    return chosen.getOrDefault(peer, Optional.empty()).orElseGet(() -> installer.report(peer));
  }

  private String json(List<PeerReport> reports) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeArrayFieldStart("peers");
      for (PeerReport report : reports) {
        json.writeStartObject();
        report.writeJson(json);
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeArrayFieldStart("cells");
      for (Cell cell : cells) {
        json.writeStartObject();
        cell.writeJson(json);
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return text.append('\n').toString();
  }
}

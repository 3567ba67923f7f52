package io.devp2p.interop.peers;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What there is to say of a peer: that it is installed and what that is, or why it is not.
 *
 * @param peer which
 * @param state where it stands
 * @param installation present when installed
 * @param reason why it is not there; empty when it is installed
 */
public record PeerReport(
    ReferencePeer peer, State state, Optional<Installation> installation, String reason) {

  /** Where a peer stands. */
  public enum State {
    /** It is there to run. */
    INSTALLED,
    /** Nobody has tried. */
    NOT_INSTALLED,
    /** It cannot be provided on this machine. */
    UNAVAILABLE
  }

  static PeerReport of(Installation installation) {
    return new PeerReport(installation.peer(), State.INSTALLED, Optional.of(installation), "");
  }

  static PeerReport notInstalled(ReferencePeer peer) {
    return new PeerReport(peer, State.NOT_INSTALLED, Optional.empty(), "not installed yet");
  }

  static PeerReport unavailable(ReferencePeer peer, String reason) {
    return new PeerReport(peer, State.UNAVAILABLE, Optional.empty(), reason);
  }

  /** sha256 by file, sorted; empty when not installed. */
  public Map<String, String> checksums() {
    return installation
        .<Map<String, String>>map(i -> new TreeMap<>(i.checksums()))
        .orElse(Map.of());
  }

  /** Lines for people: one for the peer, one for each checksum or line of the reason. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            "%-18s %-13s %s",
            peer.name(),
            state.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '),
            peer.recipe().origin()));
    checksums()
        .forEach((file, sum) -> text.append("\n    sha256 ").append(sum).append("  ").append(file));
    reason.lines().forEach(line -> text.append("\n    ").append(line));
    return text.toString();
  }

  /** The fields of an object that is open: name, version, state, origin, and what applies. */
  public void writeJson(JsonGenerator out) throws IOException {
    out.writeStringField("name", peer.name());
    out.writeStringField("version", peer.version());
    out.writeStringField("state", state.name());
    out.writeStringField("origin", peer.recipe().origin());
    if (installation.isPresent()) {
      out.writeStringField("path", installation.get().folder().toString());
      out.writeNumberField("installSeconds", installation.get().seconds());
      out.writeObjectFieldStart("sha256");
      for (Map.Entry<String, String> file : checksums().entrySet()) {
        out.writeStringField(file.getKey(), file.getValue());
      }
      out.writeEndObject();
    } else {
      out.writeStringField("reason", reason);
    }
  }
}

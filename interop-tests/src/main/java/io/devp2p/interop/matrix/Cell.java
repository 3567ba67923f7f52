package io.devp2p.interop.matrix;

import com.fasterxml.jackson.core.JsonGenerator;
import io.devp2p.interop.peers.IpFamily;
import java.io.IOException;

/**
 * One meeting of a reference peer with ours for one feature.
 *
 * @param peer name of the peer, version included
 * @param origin its package, as its client names it
 * @param family the addresses that they met over
 * @param direction who began
 * @param feature what was tried, as {@code discv4 PING} or {@code eth/70 Status}
 * @param verdict how it ended
 * @param detail what was seen, or why it failed or was not tried
 * @param millis how long it took
 */
public record Cell(
    String peer,
    String origin,
    IpFamily family,
    Direction direction,
    String feature,
    Verdict verdict,
    String detail,
    long millis) {

  /** How a meeting ended. */
  public enum Verdict {
    /** As it should. */
    PASSED,
    /** Not as it should. */
    FAILED,
    /** The peer has nothing of the kind. */
    NOT_OFFERED
  }

  /** The cell in one line. */
  public String text() {
    return String.format(
        "%-11s %-25s %-4s %-14s %-16s %6d ms  %s",
        verdict, peer, family, direction, feature, millis, detail.lines().findFirst().orElse(""));
  }

  /** The fields of an object that is open. */
  public void writeJson(JsonGenerator out) throws IOException {
    out.writeStringField("peer", peer);
    out.writeStringField("origin", origin);
    out.writeStringField("family", family.toString());
    out.writeStringField("direction", direction.name());
    out.writeStringField("feature", feature);
    out.writeStringField("verdict", verdict.name());
    out.writeStringField("detail", detail);
    out.writeNumberField("millis", millis);
  }
}

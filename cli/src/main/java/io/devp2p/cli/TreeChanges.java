package io.devp2p.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.devp2p.core.node.NodeId;
import io.devp2p.crawler.publish.TreeChange;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** How a change of a tree is told, and from when on it is an alarm. */
final class TreeChanges {

  @Option(
      names = "--alarm",
      paramLabel = "PERCENT",
      defaultValue = "20",
      description =
          "share of changed nodes from which on nobody should publish unseen"
              + " (${DEFAULT-VALUE})")
  double alarm;

  boolean isAlarming(TreeChange change) {
    return 100 * change.share() > alarm;
  }

  static void print(TreeChange change, PrintWriter out) {
    change.added().forEach(id -> out.println("+ " + id));
    change.removed().forEach(id -> out.println("- " + id));
    change.changed().forEach(id -> out.println("~ " + id));
    out.println(
        String.format(
            Locale.ROOT,
            "%d nodes before, %d after: %d added, %d removed, %d changed (%.1f %%)",
            change.before(),
            change.after(),
            change.added().size(),
            change.removed().size(),
            change.changed().size(),
            100 * change.share()));
  }

  void write(TreeChange change, JsonGenerator json) throws IOException {
    json.writeNumberField("before", change.before());
    json.writeNumberField("after", change.after());
    write("added", change.added(), json);
    write("removed", change.removed(), json);
    write("changed", change.changed(), json);
    json.writeNumberField("share", change.share());
    json.writeBooleanField("alarm", isAlarming(change));
  }

  private static void write(String name, List<NodeId> ids, JsonGenerator json) throws IOException {
    json.writeArrayFieldStart(name);
    for (NodeId id : ids) {
      json.writeString(id.toString());
    }
    json.writeEndArray();
  }

  /** Ends with the exit code of the alarm if there is reason for it. */
  int judged(TreeChange change, PrintWriter err) {
    if (!isAlarming(change)) {
      return Exit.OK;
    }
    err.println(
        String.format(
            Locale.ROOT,
            "devp2p: %.1f %% of the nodes are other than before, more than %.1f %%: look at it,"
                + " and raise --alarm if that is right",
            100 * change.share(),
            alarm));
    return Exit.INCOMPLETE;
  }
}

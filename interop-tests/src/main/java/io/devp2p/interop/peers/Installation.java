package io.devp2p.interop.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A peer that is there to run.
 *
 * @param peer which
 * @param folder where, outside the source tree
 * @param checksums sha256 in lower-case hex of the files that make it what it is, by their path
 *     within the folder
 * @param seconds how long providing it took
 */
public record Installation(
    ReferencePeer peer, Path folder, Map<String, String> checksums, long seconds) {

  private static final String STAMP = "installed.json";

  public Installation {
    checksums = Map.copyOf(checksums);
  }

  /** A file or folder of the installation. */
  public Path path(String name) {
    return folder.resolve(name);
  }

  /** Writes down what is in the folder; without this file the folder counts as torn. */
  void stamp(Path into, String fingerprint) throws IOException {
    String text =
        Json.object(
            true,
            out -> {
              out.writeStringField("peer", peer.name());
              out.writeStringField("origin", peer.recipe().origin());
              out.writeStringField("recipe", fingerprint);
              out.writeNumberField("seconds", seconds);
              out.writeObjectFieldStart("sha256");
              for (Map.Entry<String, String> file : checksums.entrySet()) {
                out.writeStringField(file.getKey(), file.getValue());
              }
              out.writeEndObject();
            });
    Files.writeString(into.resolve(STAMP), text + "\n");
  }

  /** The installation in a folder: empty if there is none, or if it was made by another recipe. */
  static Optional<Installation> read(ReferencePeer peer, Path folder, String fingerprint) {
    try {
      Json stamp = Json.parse(Files.readString(folder.resolve(STAMP)));
      if (!stamp.text("recipe").equals(fingerprint)) {
        return Optional.empty();
      }
      Map<String, String> checksums = new LinkedHashMap<>();
      if (stamp.at("sha256").orElse(stamp) instanceof Json.Fields files) {
        for (String name : files.values().keySet()) {
          checksums.put(name, files.text(name));
        }
      }
      boolean complete = checksums.keySet().stream().allMatch(n -> Files.exists(folder.resolve(n)));
      long seconds = Long.parseLong(stamp.text("seconds"));
      return complete
          ? Optional.of(new Installation(peer, folder, checksums, seconds))
          : Optional.empty();
    } catch (IOException | NumberFormatException absentOrTorn) {
      return Optional.empty();
    }
  }
}

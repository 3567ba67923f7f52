package io.devp2p.interop.matrix;

import io.devp2p.interop.report.ReportedCase;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** All that is there to see a bad cell again, as one file for each meeting with such a cell. */
public final class Bundle {

  private Bundle() {}

  /**
   * Writes the bundles of a report.
   *
   * @param folder where; made if need be
   * @return the files
   */
  public static List<Path> write(MatrixReport report, Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    Files.createDirectories(folder);
    for (Encounter encounter : report.encounters()) {
      if (!encounter.isContent()) {
        Path file = folder.resolve(encounter.from() + "--" + encounter.to() + ".zip");
        try (OutputStream out = Files.newOutputStream(file);
            ZipOutputStream zip = new ZipOutputStream(out)) {
          entry(zip, "README.txt", about(report, encounter));
          for (Encounter.LogEnd log : encounter.logs()) {
            entry(zip, log.name(), log.text());
          }
        }
        files.add(file);
      }
    }
    return files;
  }

  private static String about(MatrixReport report, Encounter encounter) {
    StringBuilder text = new StringBuilder(encounter.name()).append("\n\n");
    for (ReportedCase cell : encounter.cells()) {
      text.append(cell.outcome()).append("  ").append(cell.result().id());
      text.append("  ").append(cell.text()).append('\n');
    }
    text.append("\nrun at ").append(report.at()).append(", chain of go-ethereum ");
    text.append(report.chain().orElse("none")).append("\n\n");
    for (Entrant entrant : report.entrants()) {
      if (entrant.name().equals(encounter.from()) || entrant.name().equals(encounter.to())) {
        text.append(entrant.name()).append("  ").append(entrant.origin()).append('\n');
        entrant
            .checksums()
            .forEach((file, sum) ->
                text.append("  ").append(sum).append("  ").append(file).append('\n'));
      }
    }
    return text.append("\ndevp2p interop matrix --seed ")
        .append(report.seed())
        .append(" --peers ")
        .append(encounter.from())
        .append(',')
        .append(encounter.to())
        .append('\n')
        .toString();
  }

  private static void entry(ZipOutputStream zip, String name, String text) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(text.getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }
}

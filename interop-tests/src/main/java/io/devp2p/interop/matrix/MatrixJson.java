package io.devp2p.interop.matrix;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.devp2p.interop.report.ReportedCase;
import io.devp2p.interop.report.Text;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;

/** A matrix as JSON; the schema is the resource {@code matrix-schema.json} beside this class. */
public final class MatrixJson {

  /** Changes when a reader of an older form would be misled. */
  private static final int FORM = 1;

  private MatrixJson() {}

  /** A report as one document. */
  public static String write(MatrixReport report) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
      out.writeStartObject();
      out.writeNumberField("form", FORM);
      out.writeStringField("at", report.at().toString());
      out.writeNumberField("seconds", report.took().toMillis() / 1e3);
      // A number of 64 bits is none for JavaScript.
      out.writeStringField("seed", Long.toString(report.seed()));
      if (report.chain().isPresent()) {
        out.writeStringField("chain", report.chain().get());
      }
      out.writeStringField("summary", report.summary());
      peers(report, out);
      out.writeArrayFieldStart("meetings");
      for (Encounter encounter : report.encounters()) {
        write(encounter, out);
      }
      out.writeEndArray();
      out.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException("BUG: a string cannot be written to", impossible);
    }
    return text.toString();
  }

  private static void peers(MatrixReport report, JsonGenerator out) throws IOException {
    out.writeArrayFieldStart("peers");
    for (Entrant entrant : report.entrants()) {
      out.writeStartObject();
      out.writeStringField("name", entrant.name());
      out.writeStringField("origin", entrant.origin());
      out.writeObjectFieldStart("sha256");
      for (Map.Entry<String, String> file : entrant.checksums().entrySet()) {
        out.writeStringField(file.getKey(), file.getValue());
      }
      out.writeEndObject();
      out.writeEndObject();
    }
    for (MatrixReport.Absent absent : report.absent()) {
      out.writeStartObject();
      out.writeStringField("name", absent.name());
      out.writeStringField("origin", absent.origin());
      out.writeStringField("absent", Text.visible(absent.reason()));
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private static void write(Encounter encounter, JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeStringField("from", encounter.from());
    out.writeStringField("to", encounter.to());
    out.writeNumberField("seconds", encounter.took().toMillis() / 1e3);
    out.writeArrayFieldStart("cells");
    for (ReportedCase cell : encounter.cells()) {
      out.writeStartObject();
      out.writeStringField("id", cell.result().id());
      out.writeStringField("sentence", cell.result().sentence());
      out.writeStringField("outcome", word(cell.outcome()));
      out.writeStringField("text", Text.visible(cell.text()));
      out.writeStringField("saw", Text.visible(cell.result().output()));
      out.writeNumberField("millis", cell.result().took().toMillis());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeArrayFieldStart("logs");
    for (Encounter.LogEnd log : encounter.logs()) {
      out.writeStartObject();
      out.writeStringField("name", log.name());
      out.writeStringField("text", log.text());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

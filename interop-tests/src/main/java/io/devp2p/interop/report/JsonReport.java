package io.devp2p.interop.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.devp2p.interop.dialogue.Transcript;
import io.devp2p.interop.suite.CaseResult;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/**
 * Reports as JSON with all dialogues; the schema is the resource {@code report/schema.json} beside
 * this class.
 */
public final class JsonReport {

  /** Changes when a reader of an older form would be misled. */
  private static final int FORM = 1;

  private JsonReport() {}

  /** Reports as one document. */
  public static String write(List<SuiteReport> reports) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
      out.writeStartObject();
      out.writeNumberField("form", FORM);
      out.writeArrayFieldStart("reports");
      for (SuiteReport report : reports) {
        write(report, out);
      }
      out.writeEndArray();
      out.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException("BUG: a string cannot be written to", impossible);
    }
    return text.toString();
  }

  private static void write(SuiteReport report, JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeStringField("suite", report.suite());
    out.writeBooleanField("independent", report.isIndependent());
    if (report.judge().isPresent()) {
      out.writeStringField("judge", report.judge().get());
    }
    out.writeStringField("target", report.target());
    out.writeStringField("origin", report.origin());
    // A number of 64 bits is none for JavaScript.
    out.writeStringField("seed", Long.toString(report.seed()));
    out.writeStringField("at", report.at().toString());
    out.writeStringField("summary", report.summary());
    out.writeArrayFieldStart("cases");
    for (ReportedCase one : report.cases()) {
      write(one, out);
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void write(ReportedCase one, JsonGenerator out) throws IOException {
    CaseResult result = one.result();
    out.writeStartObject();
    out.writeStringField("id", result.id());
    out.writeStringField("severity", word(result.severity()));
    out.writeStringField("source", result.source());
    out.writeStringField("sentence", result.sentence());
    out.writeStringField("outcome", word(one.outcome()));
    out.writeStringField("text", Text.visible(one.text()));
    out.writeNumberField("millis", result.took().toNanos() / 1e6);
    out.writeStringField("output", result.output());
    out.writeNumberField("leftOut", result.leftOut());
    out.writeArrayFieldStart("log");
    for (Transcript.Entry entry : result.log()) {
      write(entry, out);
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void write(Transcript.Entry entry, JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeNumberField("millis", entry.micros() / 1e3);
    out.writeStringField("kind", word(entry.kind()));
    out.writeStringField("local", entry.local());
    out.writeStringField("remote", entry.remote());
    out.writeStringField("summary", Text.visible(entry.summary()));
    out.writeStringField("wire", entry.wire().toUnprefixedHexString());
    out.writeStringField("plain", entry.plain().toUnprefixedHexString());
    out.writeEndObject();
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

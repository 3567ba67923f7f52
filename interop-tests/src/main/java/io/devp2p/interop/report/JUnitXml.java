package io.devp2p.interop.report;

import io.devp2p.interop.dialogue.Transcript;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * The XML of Ant's JUnit task, which build servers read: a suite for each report. An expected
 * failure is skipped, with its reason; an unexpected pass is a failure.
 */
public final class JUnitXml {

  private JUnitXml() {}

  /** Reports as a document. */
  public static String write(List<SuiteReport> reports) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter out = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
      out.writeStartDocument("UTF-8", "1.0");
      out.writeStartElement("testsuites");
      for (SuiteReport report : reports) {
        write(report, out);
      }
      out.writeEndElement();
      out.writeEndDocument();
      out.close();
    } catch (XMLStreamException impossible) {
      throw new IllegalStateException("BUG: a string cannot be written to", impossible);
    }
    return text.append('\n').toString();
  }

  private static void write(SuiteReport report, XMLStreamWriter out) throws XMLStreamException {
    out.writeStartElement("testsuite");
    attribute(out, "name", report.suite() + " at " + report.target());
    attribute(out, "tests", report.cases().size());
    attribute(out, "failures", report.cases().stream().filter(c -> c.outcome().isBad()).count());
    attribute(out, "errors", 0);
    attribute(
        out, "skipped", report.count(Outcome.SKIPPED) + report.count(Outcome.FAILED_AS_EXPECTED));
    attribute(out, "timestamp", report.at());
    out.writeStartElement("properties");
    property(out, "origin", report.origin());
    property(out, "seed", Long.toString(report.seed()));
    property(out, "independent", Boolean.toString(report.isIndependent()));
    property(out, "judge", report.judge().orElse("devp2p for the JVM"));
    out.writeEndElement();
    for (ReportedCase one : report.cases()) {
      write(report.suite(), one, out);
    }
    out.writeEndElement();
  }

  private static void write(String suite, ReportedCase one, XMLStreamWriter out)
      throws XMLStreamException {
    out.writeStartElement("testcase");
    attribute(out, "classname", suite);
    attribute(out, "name", one.result().id());
    attribute(out, "time", String.format(Locale.ROOT, "%.3f", one.result().took().toNanos() / 1e9));
    Outcome outcome = one.outcome();
    if (outcome.isBad()) {
      out.writeStartElement("failure");
      attribute(out, "message", one.text());
      out.writeCharacters(Text.visible(one.result().sentence() + " " + one.result().source()));
      out.writeEndElement();
    } else if (outcome != Outcome.PASSED) {
      out.writeStartElement("skipped");
      attribute(out, "message", one.text());
      out.writeEndElement();
    }
    if (outcome.isBad() || outcome == Outcome.FAILED_AS_EXPECTED) {
      out.writeStartElement("system-out");
      out.writeCharacters(
          one.result().log().stream()
              .map(Transcript.Entry::text)
              .flatMap(String::lines)
              .map(Text::visible)
              .collect(Collectors.joining("\n")));
      out.writeEndElement();
    }
    out.writeEndElement();
  }

  private static void property(XMLStreamWriter out, String name, String value)
      throws XMLStreamException {
    out.writeStartElement("property");
    attribute(out, "name", name);
    attribute(out, "value", value);
    out.writeEndElement();
  }

  private static void attribute(XMLStreamWriter out, String name, Object value)
      throws XMLStreamException {
    out.writeAttribute(name, Text.visible(value.toString()));
  }
}

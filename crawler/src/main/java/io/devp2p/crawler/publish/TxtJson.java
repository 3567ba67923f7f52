package io.devp2p.crawler.publish;

import com.fasterxml.jackson.core.JsonGenerator;
import io.devp2p.crawler.GoJson;
import io.devp2p.discovery.dns.DnsTree;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/** The TXT records of a tree as one JSON object, byte for byte as go-ethereum's tool writes it. */
public final class TxtJson {

  private TxtJson() {}

  /** The text, without a newline at its end. */
  public static String render(DnsTree tree, String domain) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = GoJson.indented(text)) {
      json.writeStartObject();
      for (Map.Entry<String, String> record : tree.txt(domain).entrySet()) {
        json.writeStringField(record.getKey(), record.getValue());
      }
      json.writeEndObject();
    } catch (IOException notFromMemory) {
      throw new UncheckedIOException(notFromMemory);
    }
    return text.toString();
  }
}

package io.devp2p.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.devp2p.lab.Truth;
import java.io.IOException;
import java.util.List;

/** The truth of a laboratory as JSON: node id to what a perfect crawler would see of the node. */
final class TruthFile {

  private TruthFile() {}

  static String render(List<Truth> truths) {
    return JsonLine.of(out -> {
      for (Truth truth : truths) {
        out.writeObjectFieldStart(truth.id().toString());
        write(out, truth);
        out.writeEndObject();
      }
    });
  }

  private static void write(JsonGenerator out, Truth truth) throws IOException {
    out.writeStringField("kind", truth.kind().name());
    out.writeStringField("enr", truth.record().toString());
    out.writeStringField("enode", truth.enode().toString());
    out.writeNumberField("family", truth.family());
    out.writeBooleanField("v4", truth.v4());
    out.writeBooleanField("v5", truth.v5());
    out.writeStringField("outcome", truth.outcome());
    if (truth.client().isPresent()) {
      out.writeStringField("client", truth.client().get());
    }
    if (truth.eth().isPresent()) {
      out.writeNumberField("eth", truth.eth().get());
    }
  }
}

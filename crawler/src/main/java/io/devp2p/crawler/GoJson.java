package io.devp2p.crawler;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;
import java.io.Writer;

/** JSON as Go's encoding/json writes it, four spaces to a level. */
public final class GoJson {

  static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .characterEscapes(new GoEscapes())
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .build();

  private GoJson() {}

  /** A generator that leaves its writer open. */
  public static JsonGenerator indented(Writer to) throws IOException {
    JsonGenerator json = FACTORY.createGenerator(to);
    DefaultIndenter fourSpaces = new DefaultIndenter("    ", "\n");
    json.setPrettyPrinter(
        new DefaultPrettyPrinter(
                Separators.createDefaultInstance()
                    .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                    .withObjectEmptySeparator("")
                    .withArrayEmptySeparator(""))
            .withObjectIndenter(fourSpaces)
            .withArrayIndenter(fourSpaces));
    return json;
  }
}

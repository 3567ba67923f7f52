package io.devp2p.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.devp2p.core.Bounds;
import io.devp2p.core.Violation;
import io.devp2p.core.node.Enode;
import io.devp2p.core.node.EnrRule;
import io.devp2p.core.node.ForkId;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.core.rlp.RlpReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.tuweni.bytes.Bytes;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code devp2p enrdump}: what stands in a node record, also in one whose signature does not hold.
 */
@Command(name = "enrdump", description = "Prints a node record (ENR) in readable form.")
final class EnrDumpCommand implements Callable<Integer> {

  private static final int MAX_FILE = 64 * 1024;

  @Spec CommandSpec spec;

  @Parameters(
      paramLabel = "<record>",
      arity = "0..1",
      description = "hex, or base64url with or without 'enr:'")
  Optional<String> argument = Optional.empty();

  @Option(
      names = "--file",
      paramLabel = "PATH",
      description = "read the record from a file; - is standard input")
  Optional<String> file = Optional.empty();

  @Option(names = "--json", description = "print one JSON object")
  boolean json;

  /** The parts of a record that could be parsed, whoever signed it. */
  private record Content(long seq, Map<String, Bytes> pairs) {}

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Bytes rlp = input();
    Content content;
    try {
      content = content(rlp);
    } catch (Violation malformed) {
      throw new Failure(Exit.FINDINGS, "INVALID: " + malformed.getMessage());
    }
    NodeRecord record = null;
    String invalid = "";
    try {
      record = NodeRecord.decode(rlp);
    } catch (Violation unverified) {
      invalid = String.valueOf(unverified.getMessage());
    }
    if (json) {
      out.println(asJson(content, record, invalid));
    } else {
      print(out, content, record, invalid);
    }
    return record != null ? Exit.OK : Exit.FINDINGS;
  }

  private Bytes input() throws IOException {
    if (argument.isPresent() == file.isPresent()) {
      throw new Failure(Exit.USAGE, "enrdump needs either a record or --file");
    }
    if (argument.isPresent()) {
      return decodeText(argument.get())
          .orElseThrow(() -> new Failure(Exit.FINDINGS, "INVALID: neither hex nor base64url"));
    }
    String path = file.orElseThrow();
    byte[] data =
        path.equals("-") ? System.in.readNBytes(MAX_FILE) : UserFiles.read(Path.of(path), MAX_FILE);
    return decodeText(new String(data, ISO_8859_1).strip()).orElseGet(() -> Bytes.wrap(data));
  }

  private static Optional<Bytes> decodeText(String text) {
    String hex = text.startsWith("0x") ? text.substring(2) : text;
    if (hex.length() % 2 == 0 && hex.matches("[0-9a-fA-F]+")) {
      return Optional.of(Bytes.fromHexString(hex));
    }
    String base64 = text.startsWith("enr:") ? text.substring(4) : text;
    if (!base64.matches("[A-Za-z0-9_-]+")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Bytes.wrap(Base64.getUrlDecoder().decode(base64)));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  private static Content content(Bytes rlp) {
    Violation.unless(rlp.size() <= Bounds.NODE_RECORD, EnrRule.ENR_TOO_LARGE);
    RlpReader in = RlpReader.list(rlp);
    in.bytes();
    long seq = in.uint64();
    Map<String, Bytes> pairs = new TreeMap<>();
    while (!in.isAtEnd()) {
      String key = new String(in.bytes().toArrayUnsafe(), ISO_8859_1);
      Violation.unless(!in.isAtEnd(), EnrRule.ENR_PAIRS);
      pairs.put(key, in.raw());
    }
    return new Content(seq, pairs);
  }

  private static void print(
      PrintWriter out, Content content, @Nullable NodeRecord record, String invalid) {
    if (record == null) {
      out.println("INVALID: " + invalid);
    } else {
      out.println("Node ID: " + record.id());
      out.println("URLv4:   " + url(record));
    }
    out.println(
        "Record has sequence number "
            + Long.toUnsignedString(content.seq)
            + " and "
            + content.pairs.size()
            + " key/value pairs.");
    int width =
        content.pairs.keySet().stream().mapToInt(key -> quoted(key).length()).max().orElse(0);
    content.pairs.forEach(
        (key, value) -> out.printf("  %-" + width + "s %s%n", quoted(key), format(key, value)));
  }

  private static String url(NodeRecord record) {
    return record.endpoints().stream()
        .findFirst()
        .map(endpoint -> Enode.of(record.publicKey(), endpoint).toString())
        .orElse("enode://" + record.publicKey());
  }

  private static String format(String key, Bytes value) {
    try {
      RlpReader in = RlpReader.of(value);
      return switch (key) {
        case "id" -> quoted(new String(in.bytes().toArrayUnsafe(), ISO_8859_1));
        case "ip", "ip6" ->
            InetAddress.getByAddress(in.bytes(key.equals("ip") ? 4 : 16).toArrayUnsafe())
                .getHostAddress();
        case "tcp", "udp", "tcp6", "udp6" -> Integer.toString(in.uint16());
        default -> in.bytes().toUnprefixedHexString();
      };
    } catch (Violation | java.net.UnknownHostException undecodable) {
      return value.toUnprefixedHexString() + " (!)";
    }
  }

  /** A peer's text with everything that a terminal could take as a command escaped. */
  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.chars()
        .forEach(c -> {
          if (c == '"' || c == '\\') {
            quoted.append('\\').append((char) c);
          } else if (c >= 0x20 && c < 0x7f) {
            quoted.append((char) c);
          } else {
            quoted.append(String.format("\\x%02x", c));
          }
        });
    return quoted.append('"').toString();
  }

  private static String asJson(Content content, @Nullable NodeRecord record, String invalid) {
    return JsonLine.of(o -> {
      o.writeBooleanField("valid", record != null);
      if (record == null) {
        o.writeStringField("invalid", invalid);
      } else {
        o.writeStringField("id", record.id().toString());
        o.writeStringField("enode", url(record));
        o.writeStringField("enr", record.toString());
      }
      o.writeFieldName("seq");
      o.writeNumber(Long.toUnsignedString(content.seq));
      o.writeObjectFieldStart("pairs");
      for (Map.Entry<String, Bytes> pair : content.pairs.entrySet()) {
        o.writeStringField(pair.getKey(), pair.getValue().toHexString());
      }
      o.writeEndObject();
      Optional<ForkId> eth = record == null ? Optional.empty() : record.eth();
      if (eth.isPresent()) {
        o.writeObjectFieldStart("eth");
        o.writeStringField("hash", eth.get().hashHex());
        o.writeFieldName("next");
        o.writeNumber(Long.toUnsignedString(eth.get().next()));
        o.writeEndObject();
      }
    });
  }
}

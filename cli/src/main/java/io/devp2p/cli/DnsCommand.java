package io.devp2p.cli;

import io.devp2p.crawler.AtomicFile;
import io.devp2p.crawler.publish.TxtJson;
import io.devp2p.crawler.publish.ZoneFile;
import io.devp2p.discovery.dns.DnsTree;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code devp2p dns}: node lists in DNS (EIP-1459). */
@Command(
    name = "dns",
    description = "Reads, signs and publishes node lists in DNS (EIP-1459).",
    subcommands = {
      DnsSyncVerb.class,
      DnsSignVerb.class,
      DnsDiffVerb.class,
      DnsPublishVerb.class,
      DnsCommand.Cloud.class,
    })
final class DnsCommand {

  @Spec CommandSpec spec;

  @Command(name = "to-txt", description = "Prints the TXT records of a signed tree as JSON.")
  int toTxt(
      @Parameters(paramLabel = "<tree-directory>") Path directory,
      @Parameters(
              paramLabel = "<output-file>",
              arity = "0..1",
              description = "standard output by default")
          Optional<Path> file,
      @Option(names = "--json", description = "print one JSON object on one line") boolean json)
      throws IOException {
    SignedDirectory signed = SignedDirectory.read(directory);
    return print(
        file,
        json
            ? JsonLine.of(o -> {
              for (Map.Entry<String, String> record : signed.txt().entrySet()) {
                o.writeStringField(record.getKey(), record.getValue());
              }
            })
            : TxtJson.render(signed.tree(), signed.url().domain()));
  }

  @Command(
      name = "to-zone",
      description = "Prints the TXT records of a signed tree as a master file (RFC 1035).")
  int toZone(
      @Parameters(paramLabel = "<tree-directory>") Path directory,
      @Parameters(
              paramLabel = "<output-file>",
              arity = "0..1",
              description = "standard output by default")
          Optional<Path> file,
      @Option(names = "--json", description = "print one JSON object for each record") boolean json)
      throws IOException {
    SignedDirectory signed = SignedDirectory.read(directory);
    return print(file, zone(signed.tree(), signed.url().domain(), json));
  }

  static String zone(DnsTree tree, String domain, boolean json) {
    List<ZoneFile.Line> lines = ZoneFile.lines(tree, domain);
    return lines.stream()
        .map(line -> json ? json(line) : line.toString())
        .collect(Collectors.joining("\n"));
  }

  private static String json(ZoneFile.Line line) {
    return JsonLine.of(o -> {
      o.writeStringField("name", line.name());
      o.writeNumberField("ttl", line.ttl());
      o.writeStringField("type", "TXT");
      o.writeArrayFieldStart("strings");
      for (String string : line.strings()) {
        o.writeString(string);
      }
      o.writeEndArray();
    });
  }

  private int print(Optional<Path> file, String text) throws IOException {
    if (file.isPresent() && !file.get().toString().equals("-")) {
      write(file.get(), text);
    } else {
      PrintWriter out = spec.commandLine().getOut();
      out.println(text);
    }
    return Exit.OK;
  }

  static void write(Path file, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(file, out -> out.write(bytes));
  }

  /** Verbs of go-ethereum's tool that upload to one company's servers. */
  @Command(
      name = "to-cloudflare",
      aliases = {"to-route53", "nuke-route53"},
      hidden = true)
  static final class Cloud implements Callable<Integer> {

    @Unmatched List<String> whatever = new ArrayList<>();

    @Override
    public Integer call() {
      throw new Failure(
          Exit.USAGE,
          "uploading is not built in: `dns to-txt` and `dns to-zone` print what your provider's"
              + " own tool takes");
    }
  }
}

package io.devp2p.cli;

import io.devp2p.core.NetworkException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.logging.LogManager;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;

/** The command {@code devp2p}. */
@Command(
    name = "devp2p",
    description = "devp2p for the JVM: discovery, RLPx sessions, wire protocols, and a crawler.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    synopsisSubcommandLabel = "<verb>",
    sortOptions = false,
    subcommands = {
      CrawlCommand.class,
      LabCommand.class,
      NodeCommand.class,
      Discv4Command.class,
      Discv5Command.class,
      DiscoveryCommand.class,
      RlpxCommand.class,
      InteropCommand.class,
      EnrDumpCommand.class,
      KeyCommand.class,
      NodeSetCommand.class,
      DnsCommand.class,
      CompletionCommand.class,
    })
final class Main {

  private Main() {}

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOverwrittenOptionsAllowed(true); // of Go's flags too the last one counts
  }

  /** Runs a command line and gives its exit code. */
  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    CommandLine command = commandLine();
    command.setOut(out);
    command.setErr(err);
    command.setDefaultValueProvider(new Settings(System.getenv()));
    command.setColorScheme(CommandLine.Help.defaultColorScheme(Terminal.ansi(System.getenv())));
    command.setParameterExceptionHandler(
        (wrong, args) -> complain(wrong.getCommandLine().getErr(), wrong.getMessage(), Exit.USAGE));
    command.setExecutionExceptionHandler((failed, line, result) -> complain(line.getErr(), failed));
    command.setExecutionStrategy(Main::execute);
    return command.execute(Arrays.stream(arguments).map(Main::longFlag).toArray(String[]::new));
  }

  /**
   * picocli would ask for the version of every command at every start, and it has to look for it.
   */
  private static int execute(ParseResult parsed) {
    for (CommandLine command : parsed.asCommandLineList()) {
      if (command.isVersionHelpRequested()) {
        command.getOut().println(version(command));
        return Exit.OK;
      }
    }
    return new RunLast().execute(parsed);
  }

  private static String version(CommandLine command) {
    String version = Main.class.getPackage().getImplementationVersion();
    String tier = System.getenv().getOrDefault("DEVP2P_CRYPTO", CryptoOption.AUTO);
    try {
      return "devp2p "
          + (version == null ? "dev" : version)
          + ", Java "
          + Runtime.version()
          + ", crypto "
          + CryptoOption.curve(tier).name();
    } catch (Failure unusable) {
      throw new ExecutionException(command, String.valueOf(unusable.getMessage()), unusable);
    }
  }

  /**
   * Go's flag package takes long flags with one dash too, and scripts written for geth's tool use
   * them.
   */
  private static String longFlag(String argument) {
    return argument.matches("-[a-zA-Z][a-zA-Z0-9-]+(=.*)?") ? "-" + argument : argument;
  }

  private static int complain(PrintWriter err, Exception failed) throws Exception {
    return switch (failed) {
      case Failure failure -> complain(err, failure.getMessage(), failure.exitCode());
      case NetworkException world -> complain(err, world.getMessage(), Exit.UNREACHABLE);
      case IOException file -> complain(err, file.getMessage(), Exit.USAGE);
      default -> throw failed;
    };
  }

  private static int complain(PrintWriter err, @Nullable String line, int exitCode) {
    err.println("devp2p: " + String.valueOf(line).lines().findFirst().orElse("failed"));
    return exitCode;
  }

  /**
   * Warnings go to standard error, one line each; a file named by the usual property of the JDK
   * changes that.
   */
  private static void setUpLogging() {
    if (System.getProperty("java.util.logging.config.file") != null) {
      return;
    }
    try (InputStream config = Main.class.getResourceAsStream("logging.properties")) {
      LogManager.getLogManager().readConfiguration(config);
    } catch (IOException unreadable) {
      throw new UncheckedIOException("BUG: the logging configuration is missing", unreadable);
    }
  }

  public static void main(String[] arguments) {
    // Netty would start Flight Recorder with its first buffer, which takes longer than a whole
    // small verb.
    System.setProperty("io.netty.jfr.enabled", "false");
    setUpLogging();
    PrintWriter out = Terminal.utf8(System.out);
    PrintWriter err = Terminal.utf8(System.err);
    System.exit(run(out, err, arguments));
  }
}

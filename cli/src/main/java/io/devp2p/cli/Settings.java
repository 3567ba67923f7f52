package io.devp2p.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What a flag is when the command line does not say it: the variable {@code DEVP2P_<FLAG>}, else
 * the line {@code <flag> = value} of the file {@code config.properties} in the home directory, else
 * the flag's own default.
 */
final class Settings implements IDefaultValueProvider {

  private final Map<String, String> environment;
  private final Properties file = new Properties();

  Settings(Map<String, String> environment) {
    this.environment = environment;
    Path path = Places.home(environment).resolve("config.properties");
    if (Files.isReadable(path)) {
      try (Reader reader = Files.newBufferedReader(path)) {
        file.load(reader);
      } catch (IOException | IllegalArgumentException unreadable) {
        throw new Failure(Exit.USAGE, path + ": " + unreadable.getMessage());
      }
    }
  }

  @Override
  public @Nullable String defaultValue(ArgSpec arg) {
    if (!(arg instanceof OptionSpec option) || option.usageHelp() || option.versionHelp()) {
      return null;
    }
    String name = option.longestName().replaceFirst("^-+", "");
    String variable = "DEVP2P_" + name.replace('-', '_').toUpperCase(Locale.ROOT);
    return environment.getOrDefault(variable, file.getProperty(name));
  }
}

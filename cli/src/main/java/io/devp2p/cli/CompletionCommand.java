package io.devp2p.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code devp2p completion}: the script that a shell sources. */
@Command(
    name = "completion",
    description = "Prints the completion script for bash and zsh: source <(devp2p completion)")
final class CompletionCommand implements Callable<Integer> {

  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().getOut().println(AutoComplete.bash("devp2p", spec.root().commandLine()));
    return Exit.OK;
  }
}

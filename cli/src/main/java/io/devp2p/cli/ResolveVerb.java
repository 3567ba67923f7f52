package io.devp2p.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code resolve} below a version of discovery. */
@Command(name = "resolve", description = "Finds the newest record of a node.")
final class ResolveVerb implements Callable<Integer> {

  @Spec CommandSpec spec;
  @ParentCommand VersionCommand parent;
  @Mixin DiscoveryOptions options;
  @Mixin QuestionOptions question;

  @Parameters(paramLabel = "<node>", converter = NodeArgument.Converter.class)
  NodeArgument node;

  @Override
  public Integer call() throws Exception {
    return question.verbs(parent.version(), options, spec.commandLine().getOut()).resolve(node);
  }
}

package io.devp2p.cli;

import io.devp2p.interop.dialogue.EthDialogue;
import io.devp2p.interop.dialogue.KnownChain;
import io.devp2p.interop.dialogue.Target;
import io.devp2p.interop.peers.EngineRpc;
import io.devp2p.interop.suite.Suite;
import io.devp2p.interop.suite.Targets;
import io.devp2p.node.files.ChainFileException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Flags of the suites that need the chain of the node; they have the names of geth's tool. */
final class ChainOptions {

  @Option(
      names = "--node",
      required = true,
      paramLabel = "<node>",
      converter = NodeArgument.Converter.class,
      description = "the node")
  Optional<NodeArgument> node = Optional.empty();

  @Option(
      names = "--chain",
      required = true,
      paramLabel = "DIR",
      description =
          "the chain that it serves: genesis.json, chain.rlp, headstate.json, accounts.json, as in"
              + " go-ethereum's test chains")
  Path chain = Path.of("");

  @Option(
      names = "--engineapi",
      paramLabel = "URL",
      description = "its Engine API; without it the cases of the pool are skipped")
  Optional<URI> engineApi = Optional.empty();

  @Option(
      names = "--jwtsecret",
      paramLabel = "HEX",
      description = "secret of the Engine API, 64 hex digits")
  Optional<String> jwtSecret = Optional.empty();

  /** Runs a suite, as {@link SuiteOptions#run}. */
  int run(Suite<EthDialogue> suite, SuiteOptions options, CommandSpec spec)
      throws IOException, InterruptedException {
    NodeArgument argument = node.orElseThrow();
    Target target = options.target(argument);
    if (argument.node().endpoint().tcp() == 0) {
      throw new Failure(Exit.USAGE, argument.text() + ": has no TCP port");
    }
    KnownChain known = known();
    Optional<EngineRpc> engine = engine(options);
    try {
      Target serving =
          engine
              .map(api -> Targets.serving(target, known, api))
              .orElseGet(() -> target.serving(known));
      return options.run(
          suite,
          serving,
          options.setting(serving),
          spec.commandLine().getOut(),
          spec.commandLine().getErr());
    } finally {
      engine.ifPresent(EngineRpc::close);
    }
  }

  private KnownChain known() throws IOException {
    try {
      return KnownChain.read(chain);
    } catch (ChainFileException unusable) {
      throw new Failure(Exit.USAGE, String.valueOf(unusable.getMessage()));
    }
  }

  private Optional<EngineRpc> engine(SuiteOptions options) {
    if (engineApi.isPresent() != jwtSecret.isPresent()) {
      throw new Failure(Exit.USAGE, "--engineapi and --jwtsecret belong together");
    }
    return engineApi.map(url -> {
      if (!options.ownNode && !isLoopback(url)) {
        throw new Failure(Exit.USAGE, "--engineapi: " + url + " is not on the loopback interface");
      }
      return new EngineRpc(url, secret(jwtSecret.orElseThrow()));
    });
  }

  private static boolean isLoopback(URI url) {
    try {
      return url.getHost() != null && InetAddress.getByName(url.getHost()).isLoopbackAddress();
    } catch (UnknownHostException unknown) {
      return false;
    }
  }

  private static Bytes32 secret(String hex) {
    if (!hex.matches("(0x)?[0-9a-fA-F]{64}")) {
      throw new Failure(Exit.USAGE, "--jwtsecret: not 64 hex digits");
    }
    return Bytes32.fromHexString(hex);
  }
}

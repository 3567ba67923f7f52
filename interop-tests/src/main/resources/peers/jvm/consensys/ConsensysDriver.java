import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.crypto.SECP256K1;
import org.apache.tuweni.units.bigints.UInt64;
import org.ethereum.beacon.discovery.AddressAccessPolicy;
import org.ethereum.beacon.discovery.DiscoverySystem;
import org.ethereum.beacon.discovery.DiscoverySystemBuilder;
import org.ethereum.beacon.discovery.TalkHandler;
import org.ethereum.beacon.discovery.crypto.DefaultSigner;
import org.ethereum.beacon.discovery.schema.NodeRecord;
import org.ethereum.beacon.discovery.schema.NodeRecordBuilder;
import org.ethereum.beacon.discovery.schema.NodeRecordFactory;

/**
 * A Consensys discovery node that is steered by one line on stdin for each call ({@code CALL VERB ARGUMENT...}) and answers
 * each by one JSON object per line on stdout. Ends when stdin ends. Arguments: IP, UDP port, bootnode records with commas between
 * them or "".
 */
final class ConsensysDriver {

  private static final Duration LIMIT = Duration.ofSeconds(8);

  /** Of lookups and checks of the table, which by itself happen too rarely for a test. */
  private static final Duration UPKEEP = Duration.ofSeconds(2);

  private ConsensysDriver() {}

  public static void main(String[] arguments) throws Exception {
    PrintStream out = System.out;
    System.setOut(System.err); // whatever the library prints goes to the log
    Configurator.setRootLevel(Level.WARN);
    DiscoverySystem node = start(arguments[0], Integer.parseInt(arguments[1]), arguments[2]);
    out.println("{\"ready\":true,\"enr\":\"" + node.getLocalNodeRecord().asEnr() + "\"}");
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ", -1);
      answer(node, words)
          .orTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
          .handle((fields, failed) -> failed == null ? "\"ok\":true" + fields : "\"ok\":false,\"error\":" + quoted(failed))
          .thenAccept(fields -> {
            synchronized (out) {
              out.println("{\"call\":" + words[0] + "," + fields + "}");
            }
          });
    }
    System.exit(0);
  }

  private static DiscoverySystem start(String ip, int port, String bootnodes) throws Exception {
    DefaultSigner signer = new DefaultSigner(SECP256K1.SecretKey.fromBytes(Bytes32.random(new SecureRandom())));
    NodeRecord self = new NodeRecordBuilder().seq(1).signer(signer).address(ip, port).build();
    DiscoverySystemBuilder builder =
        new DiscoverySystemBuilder()
            .signer(signer)
            .localNodeRecord(self)
            .listen(ip, port)
            .recursiveLookupInterval(UPKEEP)
            .lifeCheckInterval(UPKEEP)
            .addressAccessPolicy(AddressAccessPolicy.ALLOW_ALL)
            .talkHandler((from, protocol, request) -> CompletableFuture.completedFuture(Bytes.concatenate(protocol, request)));
    if (!bootnodes.isEmpty()) {
      builder.bootnodes(bootnodes.split(","));
    }
    DiscoverySystem node = builder.build();
    node.start().get(10, TimeUnit.SECONDS);
    return node;
  }

  /** The further fields of the answer, each after a comma. */
  private static CompletableFuture<String> answer(DiscoverySystem node, String[] words) {
    try {
      return switch (words[1]) {
        case "ping" -> node.ping(record(words[2])).thenApply(pong -> "");
        case "findnode" -> node.findNodes(record(words[2]), distances(words[3])).thenApply(ConsensysDriver::records);
        case "talk" ->
            node.talk(record(words[2]), Bytes.wrap(words[3].getBytes(StandardCharsets.UTF_8)), Bytes.fromHexString(words[4]))
                .thenApply(response -> ",\"response\":\"" + response.toUnprefixedHexString() + "\"");
        default -> CompletableFuture.failedFuture(new IOException("no verb " + words[1]));
      };
    } catch (RuntimeException unreadable) {
      return CompletableFuture.failedFuture(unreadable);
    }
  }

  private static NodeRecord record(String text) {
    return NodeRecordFactory.DEFAULT.fromEnr(text);
  }

  private static List<Integer> distances(String text) {
    return Arrays.stream(text.split(",")).map(Integer::valueOf).toList();
  }

  private static String records(Collection<NodeRecord> found) {
    return found.stream().map(r -> "\"" + r.asEnr() + "\"").collect(Collectors.joining(",", ",\"enrs\":[", "]"));
  }

  private static String quoted(Throwable failed) {
    return "\"" + failed.toString().replaceAll("[^ -~]|[\"\\\\]", "?") + "\"";
  }
}

import io.opentelemetry.api.metrics.MeterProvider;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.Security;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.concurrent.AsyncCompletion;
import org.apache.tuweni.concurrent.AsyncResult;
import org.apache.tuweni.crypto.SECP256K1;
import org.apache.tuweni.devp2p.DiscoveryService;
import org.apache.tuweni.rlp.RLP;
import org.apache.tuweni.rlp.RLPReader;
import org.apache.tuweni.rlpx.RLPxService;
import org.apache.tuweni.rlpx.vertx.VertxRLPxService;
import org.apache.tuweni.rlpx.wire.SubProtocol;
import org.apache.tuweni.rlpx.wire.SubProtocolClient;
import org.apache.tuweni.rlpx.wire.SubProtocolHandler;
import org.apache.tuweni.rlpx.wire.SubProtocolIdentifier;
import org.apache.tuweni.rlpx.wire.WireConnection;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * A node of Tuweni's discv4 and RLPx with eth/68 that is steered by one line on stdin for each call ({@code CALL VERB ARGUMENT...})
 * and answers each by one JSON object per line on stdout. It sends its Status at once and answers no request. Ends when stdin ends.
 * Arguments: port (UDP and TCP), network id, genesis hash, fork hash, next fork, bootnodes as enode URLs with commas between them or "".
 */
final class TuweniDriver implements SubProtocol {

  private static final String HOST = "127.0.0.1";
  private static final String CLIENT = "tuweni/2.3.1";
  private static final SubProtocolIdentifier ETH = SubProtocolIdentifier.of("eth", 68, 17);
  private static final int STATUS = 0;
  private static final int LIMIT_SECONDS = 8;

  /** Of lookups, which by themselves happen once an hour. */
  private static final long UPKEEP_MILLIS = 2000;

  private final Chain chain;
  private final Map<String, CompletableFuture<String>> statuses = new ConcurrentHashMap<>(); // by public key

  private TuweniDriver(Chain chain) {
    this.chain = chain;
  }

  private record Chain(long networkId, Bytes head, Bytes genesis, Bytes forkHash, long forkNext) {

    Bytes status() {
      return RLP.encodeList(out -> {
        out.writeInt(68);
        out.writeLong(networkId);
        out.writeInt(1);
        out.writeValue(head);
        out.writeValue(genesis);
        out.writeList(fork -> {
          fork.writeValue(forkHash);
          fork.writeLong(forkNext);
        });
      });
    }

    static Chain read(Bytes status) {
      return RLP.decodeList(status, in -> {
        in.skipNext(); // version
        long networkId = in.readLong();
        in.skipNext(); // total difficulty
        Bytes head = in.readValue();
        Bytes genesis = in.readValue();
        return in.readList((RLPReader fork) -> new Chain(networkId, head, genesis, fork.readValue(), fork.readLong()));
      });
    }
  }

  public static void main(String[] arguments) throws Exception {
    PrintStream out = System.out;
    System.setOut(System.err); // whatever the library prints goes to the log
    Security.addProvider(new BouncyCastleProvider());
    int port = Integer.parseInt(arguments[0]);
    Bytes genesis = Bytes.fromHexString(arguments[2]);
    Chain chain =
        new Chain(Long.parseLong(arguments[1]), genesis, genesis, Bytes.fromHexString(arguments[3]), Long.parseLong(arguments[4]));
    List<URI> bootnodes = Arrays.stream(arguments[5].split(",")).filter(text -> !text.isEmpty()).map(URI::create).toList();
    SECP256K1.KeyPair key = SECP256K1.KeyPair.random();
    Vertx vertx = Vertx.vertx();
    TuweniDriver eth = new TuweniDriver(chain);
    RLPxService rlpx =
        new VertxRLPxService(vertx, port, HOST, port, key, List.of(eth), CLIENT, MeterProvider.noop().get("peer"));
    rlpx.start().join();
    DiscoveryService discovery = DiscoveryService.Companion.open(vertx, key, port, HOST, 1, Map.of(), bootnodes);
    vertx.setPeriodic(UPKEEP_MILLIS, timer -> discovery.lookupAsync(SECP256K1.KeyPair.random().publicKey()));
    out.println("{\"ready\":true,\"enode\":\"enode://" + key.publicKey().toHexString().substring(2) + "@" + HOST + ":" + port + "\"}");
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ", -1);
      eth.answer(rlpx, words)
          .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
          .handle((fields, failed) -> failed == null ? "\"ok\":true" + fields : "\"ok\":false,\"error\":" + quoted(failed.toString()))
          .thenAccept(fields -> {
            synchronized (out) {
              out.println("{\"call\":" + words[0] + "," + fields + "}");
            }
          });
    }
    System.exit(0);
  }

  /** The further fields of the answer, each after a comma. */
  private CompletableFuture<String> answer(RLPxService rlpx, String[] words) {
    try {
      return switch (words[1]) {
        case "dial" -> {
          URI enode = URI.create(words[2]);
          statuses.remove(enode.getUserInfo());
          yield future(rlpx.connectTo(key(enode.getUserInfo()), new InetSocketAddress(enode.getHost(), enode.getPort())))
              .thenCompose(connection -> statusOf(enode.getUserInfo()));
        }
        case "status" -> statusOf(words[2]);
        default -> CompletableFuture.failedFuture(new IOException("no verb " + words[1]));
      };
    } catch (RuntimeException unreadable) {
      return CompletableFuture.failedFuture(unreadable);
    }
  }

  private static SECP256K1.PublicKey key(String hex) {
    return SECP256K1.PublicKey.fromBytes(Bytes.fromHexString(hex));
  }

  private static <T> CompletableFuture<T> future(AsyncResult<T> result) {
    CompletableFuture<T> future = new CompletableFuture<>();
    result.accept((value, failed) -> {
      if (failed == null) {
        future.complete(value);
      } else {
        future.completeExceptionally(failed);
      }
    });
    return future;
  }

  private CompletableFuture<String> statusOf(String publicKey) {
    return statuses.computeIfAbsent(publicKey, key -> new CompletableFuture<>()).copy();
  }

  private static String quoted(String text) {
    return "\"" + text.replaceAll("[^ -~]|[\"\\\\]", "?") + "\"";
  }

  @Override
  public SubProtocolIdentifier id() {
    return ETH;
  }

  @Override
  public List<SubProtocolIdentifier> getCapabilities() {
    return List.of(ETH);
  }

  @Override
  public boolean supports(SubProtocolIdentifier identifier) {
    return identifier.name().equals(ETH.name()) && identifier.version() == ETH.version();
  }

  @Override
  public SubProtocolClient createClient(RLPxService service, SubProtocolIdentifier identifier) {
    return new SubProtocolClient() {};
  }

  @Override
  public SubProtocolHandler createHandler(RLPxService service, SubProtocolClient client) {
    return new SubProtocolHandler() {
      @Override
      public AsyncCompletion handleNewPeerConnection(WireConnection connection) {
        service.send(ETH, STATUS, connection, chain.status());
        return AsyncCompletion.completed();
      }

      @Override
      public AsyncCompletion handle(WireConnection connection, int code, Bytes message) {
        if (code == STATUS) {
          settle(connection, Chain.read(message));
        }
        return AsyncCompletion.completed();
      }

      @Override
      public AsyncCompletion stop() {
        return AsyncCompletion.completed();
      }
    };
  }

  private void settle(WireConnection connection, Chain met) {
    statuses
        .computeIfAbsent(connection.peerPublicKey().toHexString().substring(2), key -> new CompletableFuture<>())
        .complete(
            ",\"clientId\":" + quoted(connection.getPeerHello().clientId())
                + ",\"networkId\":\"" + met.networkId() + "\",\"head\":" + quoted(met.head().toUnprefixedHexString())
                + ",\"genesis\":" + quoted(met.genesis().toUnprefixedHexString())
                + ",\"forkHash\":" + quoted(met.forkHash().toUnprefixedHexString()) + ",\"forkNext\":\"" + met.forkNext() + "\"");
  }
}

package io.devp2p.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.Enode;
import io.devp2p.interop.peers.Dialer;
import io.devp2p.interop.peers.EngineRpc;
import io.devp2p.interop.peers.Installation;
import io.devp2p.interop.peers.Launch;
import io.devp2p.interop.peers.PeerCatalog;
import io.devp2p.interop.peers.ReferencePeer;
import io.devp2p.interop.peers.Role;
import io.devp2p.interop.peers.RunningPeer;
import io.devp2p.node.Node;
import io.devp2p.node.NodeConfig;
import io.devp2p.node.Stores;
import io.devp2p.node.Sync;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Live clients that have the genesis block only dial our node, are told the head by the Engine API,
 * and come to have the chain from nobody but us. What they took is right, because they check it: by
 * hash what they fetch, and by state root what they execute.
 */
@ExtendWith(PeerExtension.class)
final class SyncedByPeerTest {

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(100);

  /** geth 1.17.10 fetches a state by the newest version of snap that it offers, and by no other. */
  static List<Meeting> meetings() {
    return List.of(
        new Meeting("geth-1.17.10", 72, Optional.of(2)),
        new Meeting("geth-1.17.10", 71, Optional.empty()),
        new Meeting("geth-1.17.10", 70, Optional.empty()),
        new Meeting("geth-1.17.10", 69, Optional.empty()),
        new Meeting("geth-1.16.9", 69, Optional.of(1)),
        new Meeting("geth-1.16.9", 68, Optional.of(1)),
        new Meeting("geth-1.15.11", 68, Optional.of(1)),
        new Meeting("ethrex", 71, Optional.empty()),
        new Meeting("ethrex", 70, Optional.empty()),
        new Meeting("ethrex", 69, Optional.empty()),
        new Meeting("ethrex", 68, Optional.empty()));
  }

  /**
   * A client and what it may speak with us.
   *
   * @param snap the version by which it fetches a state, and with it all receipts; without one it
   *     executes all blocks
   */
  record Meeting(String peer, int eth, Optional<Integer> snap) {
    String folder() {
      return "synced-" + peer + "-" + eth;
    }

    @Override
    public String toString() {
      return peer + " by eth/" + eth + snap.map(version -> " and snap/" + version).orElse("");
    }
  }

  @TempDir Path data;

  @ParameterizedTest(name = "{0}")
  @MethodSource("meetings")
  void hasTheChainFromUs(Meeting meeting, PeerRun run) throws Exception {
    ReferencePeer peer = PeerCatalog.one(meeting.peer);
    Optional<String> missing = run.missing(peer);
    Assumptions.assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
    Installation installation = run.installation(peer);
    Path chain = installation.path("chain");
    Launch launch = Launch.as(Role.DIALER);
    NodeKey key = NodeKey.generate(new SecureRandom());
    try (Stores stores = Stores.open(chain, data)) {
      if (meeting.snap.isPresent()) {
        assertThat(Sync.run(key, stores, List.of(run.shared(installation).node()))).isTrue();
      }
      NodeConfig all = NodeConfig.at(OurNodes.loopback());
      NodeConfig config =
          new NodeConfig(
              all.address(),
              List.of(meeting.eth),
              meeting.snap.stream().toList(),
              all.bootnodes(),
              all.engine());
      try (Node ours = Node.start(key, stores, config);
          RunningPeer theirs =
              peer.start(
                  installation,
                  Files.createDirectories(run.folder(meeting.folder())),
                  meeting.snap.isPresent() ? launch : launch.executing())) {
        Enode enode = Enode.of(key.publicKey(), ours.self().ip4().orElseThrow());
        Dialer dialer = theirs.dialer().orElseThrow();
        dialer.dial(enode).get(20, TimeUnit.SECONDS);
        dialer.met(enode).get(20, TimeUnit.SECONDS);
        EngineRpc engine = theirs.engine().orElseThrow();
        engine.send(last(chain.resolve("newpayload.json")));
        engine.send(Files.readString(chain.resolve("headfcu.json")));
        awaitHead(theirs, stores.chain().head().number());
        run.note(meeting + ": has the chain from our node");
        assertThat(ours.host().stats().ends()).as("sessions that ended meanwhile").isEmpty();
      }
    }
  }

  private static void awaitHead(RunningPeer syncing, long head) throws Exception {
    long start = System.nanoTime();
    long number = -1;
    while (number < head) {
      assertThat(System.nanoTime() - start).as("at block %s", number).isLessThan(LIMIT.toNanos());
      TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
      number = Long.decode(syncing.rpc().orElseThrow().call("eth_blockNumber").text());
    }
  }

  /** The last element of a file's array, as it stands there. */
  private static String last(Path file) throws IOException {
    JsonFactory factory = new JsonFactory();
    String last = "";
    try (JsonParser in = factory.createParser(file.toFile())) {
      assertThat(in.nextToken()).isEqualTo(JsonToken.START_ARRAY);
      while (in.nextToken() == JsonToken.START_OBJECT) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = factory.createGenerator(text)) {
          out.copyCurrentStructure(in);
        }
        last = text.toString();
      }
    }
    return last;
  }
}

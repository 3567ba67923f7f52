package io.devp2p.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.interop.peers.Chain;
import io.devp2p.interop.peers.Installation;
import io.devp2p.interop.peers.Json;
import io.devp2p.interop.peers.PeerCatalog;
import io.devp2p.interop.peers.ReferencePeer;
import io.devp2p.interop.peers.Role;
import io.devp2p.interop.peers.RunningPeer;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Peers that serve the test chain have all of it, and take the head as it is. */
@ExtendWith(PeerExtension.class)
final class ChainServerTest {

  static List<ReferencePeer> servers() {
    return PeerCatalog.all().stream()
        .filter(peer -> peer.claims().roles().contains(Role.CHAIN_SERVER))
        .toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("servers")
  void isAtTheHeadOfItsChain(ReferencePeer peer, PeerRun run) throws Exception {
    Optional<String> missing = run.missing(peer);
    Assumptions.assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
    Installation installation = run.installation(peer);
    RunningPeer server = run.shared(installation);
    // What the authors of the chain would send to a node that has imported it.
    Json update = Json.parse(Files.readString(installation.path("chain/headfcu.json")));
    Bytes32 head = Bytes32.fromHexString(update.items("params").getFirst().text("headBlockHash"));
    assertThat(server.chain()).map(Chain::head).contains(head);
    server.engine().orElseThrow().forkchoice(head);
    String number = server.rpc().orElseThrow().call("eth_blockNumber").text();
    assertThat(Integer.decode(number)).isGreaterThanOrEqualTo(500);
  }
}

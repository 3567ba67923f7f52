package io.devp2p.discovery.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.machine.Effect;
import io.devp2p.core.machine.Outbox;
import io.devp2p.core.node.NodeId;
import io.devp2p.discovery.DiscoveryEvent;
import io.devp2p.discovery.Version;
import io.devp2p.discovery.v5.V5Codec;
import io.devp2p.discovery.v5.V5Message;
import io.devp2p.testkit.SimNet;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Random;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** More discv5 packets than a machine may answer: security.md 12.2, V-03 and V-16. */
class V5FloodTest {

  private static final int PACKETS = 1_000_000;
  private static final int SOURCES = 100_000;
  private static final int PACKETS_A_SECOND = 100_000;
  private static final int CHALLENGES_A_SECOND = 2_000;
  private static final Bytes IV = Bytes.repeat((byte) 7, 16);

  private final World world = World.large(29);
  private final World.Peer server = world.quiet("52.0.0.1");
  private final Tester tester = new Tester(world, server);

  @Test
  void aMillionPacketsFromAHundredThousandPortsGetTwoThousandChallengesASecond() throws Exception {
    Bytes[] packets = new Bytes[1_000];
    Random random = new Random(29);
    V5Codec codec = tester.codec();
    for (int i = 0; i < packets.length; i++) {
      NodeId source = NodeId.random(random);
      packets[i] =
          codec
              .ordinary(tester.serverId(), source, IV, tester.nonce())
              .with(Bytes.random(20, random));
    }
    Outbox<DiscoveryEvent> out = new Outbox<>();
    long start = world.net.now();
    long nanos = 0;
    int challenges = 0;
    for (int i = 0; i < PACKETS; i++) {
      nanos = i * (1_000_000_000L / PACKETS_A_SECOND);
      server
          .machine()
          .onDatagram(start + nanos, source(i % SOURCES), packets[random.nextInt(1_000)], out);
      for (Effect<DiscoveryEvent> effect : out.drain()) {
        if (effect instanceof Effect.Send<DiscoveryEvent> send) {
          assertThat(send.datagram().size()).isEqualTo(63);
          challenges++;
        }
      }
    }
    long seconds = nanos / 1_000_000_000L + 1;
    assertThat(challenges)
        .isBetween(CHALLENGES_A_SECOND, (int) (seconds + 1) * CHALLENGES_A_SECOND);
    assertThat(
            server.machine().stats(0, 0, 0, 0).refused().values().stream().mapToLong(n -> n).sum())
        .isEqualTo(PACKETS - challenges);
  }

  /** A hundred ports of each of a thousand networks. */
  private static InetSocketAddress source(int number) throws UnknownHostException {
    byte[] ip = {60, (byte) (number % 250), (byte) (number / 250 % 4), 1};
    return new InetSocketAddress(InetAddress.getByAddress(ip), 10_000 + number / 1_000);
  }

  @Test
  void ofAHundredThousandTalkRequestsInASecondTheLimitIsAnsweredAndOthersAreServed() {
    SimNet<DiscoveryEvent>.Host socket = tester.socket("61.0.0.1");
    Tester.Session session = tester.session(socket);
    Bytes request = Bytes.repeat((byte) 1, 1_100);
    tester.send5(
        socket, session, new V5Message.TalkRequest(Bytes.of(1), Bytes.of('n', 'o'), request));
    Bytes datagram = world.net.trace().getLast().datagram();
    int before = socket.received().size();
    for (int i = 0; i < 100_000; i++) {
      socket.send(server.address(), datagram);
    }
    world.net.run(Duration.ofSeconds(1));
    int answers = socket.received().size() - before;
    assertThat(answers).isBetween(1, 300);
    V5Message.TalkResponse last = (V5Message.TalkResponse) tester.lastMessage(socket, session);
    assertThat(last.response()).isEqualTo(Bytes.EMPTY);
    World.Peer other = world.quiet("62.0.0.1");
    world.value(other, (m, out) -> m.ping(world.net.now(), Version.V5, server.node(), out));
  }
}

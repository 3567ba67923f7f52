package io.devp2p.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.crypto.PublicKey;
import io.devp2p.core.node.Enode;
import io.devp2p.core.rlp.RlpReader;
import io.devp2p.core.rlp.RlpWriter;
import io.devp2p.wire.Host;
import io.devp2p.wire.Protocol;
import io.devp2p.wire.Session;
import io.devp2p.wire.SessionContext;
import io.devp2p.wire.SessionOutbox;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.security.SecureRandom;
import java.util.function.BiConsumer;
import org.apache.tuweni.bytes.Bytes;

/**
 * A subprotocol of one's own: {@code chat/1} has one message, a text.
 *
 * @param peer who it is, and the way to send to it
 * @param heard is told who said what
 */
public record Chat(SessionContext peer, BiConsumer<PublicKey, String> heard) implements Session {

  private static final int SAY = 0;

  /** To be offered by a host. */
  public static Protocol<Chat> protocol(BiConsumer<PublicKey, String> heard) {
    return Protocol.of("chat", 1, 1, peer -> new Chat(peer, heard));
  }

  /** Says something to the peer. Thread-safe. */
  public void say(String text) {
    Bytes message = RlpWriter.encode(w -> w.bytes(Bytes.wrap(text.getBytes(UTF_8))));
    peer.submit((now, out) -> out.send(SAY, message));
  }

  @Override
  public void onMessage(long now, int code, Bytes payload, SessionOutbox out) {
    String text = new String(RlpReader.of(payload).bytes().toArray(), UTF_8);
    out.run(() -> heard.accept(peer.key(), text));
  }

  /** Chats with a node, line by line. What it says is shown without what controls a terminal. */
  public static void main(String[] enode) throws Exception {
    Protocol<Chat> protocol =
        protocol((who, text) -> System.out.println(who + ": " + text.replaceAll("\\p{C}", "")));
    try (Host host = Host.start(NodeKey.generate(new SecureRandom()), c -> c.offer(protocol));
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
      Chat chat = host.dial(Enode.parse(enode[0])).join().session(protocol).orElseThrow();
      lines.lines().forEach(chat::say);
    }
  }
}

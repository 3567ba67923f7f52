package io.devp2p.lab.fault;

import io.devp2p.core.Violation;
import io.devp2p.core.rlp.RlpReader;
import io.devp2p.core.rlp.RlpWriter;
import io.devp2p.wire.eth.Eth;
import io.devp2p.wire.eth.EthCodec;
import io.devp2p.wire.eth.EthMessage;
import io.devp2p.wire.snap.SnapAnswer;
import io.devp2p.wire.snap.SnapCodec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.xerial.snappy.Snappy;

/** A session of a peer with the node behind a {@link FaultyServer}: two threads. */
final class Link {

  private final FaultyServer server;
  private final WireEnd peer;
  private final WireEnd node;
  private final Bytes nodeSideKey;
  private final Set<Long> requests = new HashSet<>();
  private volatile List<Bytes> offered = List.of();
  private volatile List<Bytes> ofNode = List.of();
  private volatile int eth;
  private volatile int snap;
  private int count;

  Link(FaultyServer server, WireEnd peer, WireEnd node, Bytes nodeSideKey) {
    this.server = server;
    this.peer = peer;
    this.node = node;
    this.nodeSideKey = nodeSideKey;
  }

  // ---- relaying

  /** Passes on what the peer says, until one side closes. */
  void relayIn() {
    relay(() -> {
      Said said = peer.read();
      if (said.code() == Said.HELLO) {
        offered = capabilities(said.data());
        agree();
        node.write(withKey(said));
      } else if (said.code() < Said.CAPABILITIES || !isMet()) {
        List<Said> all = isMet() ? List.of(said) : server.fault().in(this, said);
        pass(all, node, false);
      } else {
        pass(server.fault().in(this, uncompressed(said)), node, true);
      }
    });
  }

  /** Passes on what the node says, until one side closes. */
  void relayOut() {
    relay(() -> {
      Said said = node.read();
      if (said.code() == Said.HELLO) {
        Said changed = server.fault().hello(said);
        ofNode = capabilities(changed.data());
        agree();
        peer.write(changed);
      } else if (said.code() < Said.CAPABILITIES) {
        pass(server.fault().out(this, said), peer, false);
      } else {
        pass(server.fault().out(this, uncompressed(said)), peer, true);
      }
    });
  }

  private interface Step {
    void take() throws IOException;
  }

  private void relay(Step step) {
    try {
      while (true) {
        step.take();
      }
    } catch (IOException | Violation ended) {
      close();
    }
  }

  private static void pass(List<Said> all, WireEnd to, boolean compress) throws IOException {
    for (Said one : all) {
      if (compress) {
        to.writeCompressed(one);
      } else {
        to.write(one);
      }
    }
  }

  private static Said uncompressed(Said said) throws IOException {
    return new Said(said.code(), Bytes.wrap(Snappy.uncompress(said.data().toArrayUnsafe())));
  }

  /** Whether the versions are agreed upon; the peer says its Hello first. */
  private boolean isMet() {
    return !offered.isEmpty();
  }

  private static List<Bytes> capabilities(Bytes hello) {
    RlpReader in = RlpReader.list(hello);
    in.uint64();
    in.bytes();
    RlpReader list = in.list();
    List<Bytes> all = new ArrayList<>();
    while (!list.isAtEnd()) {
      all.add(list.raw().copy());
    }
    return all;
  }

  /** Either Hello may come first; nothing follows one before both are there. */
  private synchronized void agree() {
    for (Bytes one : ofNode) {
      if (offered.contains(one)) {
        RlpReader in = RlpReader.list(one);
        boolean isEth = in.bytes().size() == 3;
        int version = (int) in.uint64();
        eth = isEth ? Math.max(eth, version) : eth;
        snap = isEth ? snap : Math.max(snap, version);
      }
    }
  }

  /** The node sees another key than the peer's. */
  private Said withKey(Said hello) {
    RlpReader in = RlpReader.list(hello.data());
    List<Bytes> items = new ArrayList<>();
    while (!in.isAtEnd()) {
      items.add(in.raw().copy());
    }
    items.set(4, RlpWriter.encode(w -> w.bytes(nodeSideKey)));
    return new Said(Said.HELLO, RlpWriter.encodeList(w -> items.forEach(w::raw)));
  }

  // ---- what faults may do

  /** Whether Hellos are exchanged. */
  boolean isAgreed() {
    return eth != 0;
  }

  /** A message of eth, if it is a right one. */
  Optional<EthMessage> eth(Said said) {
    int code = said.code() - Said.CAPABILITIES;
    if (code < 0 || code >= Eth.span(eth)) {
      return Optional.empty();
    }
    try {
      return Optional.of(EthCodec.decode(eth, code, said.data()));
    } catch (Violation wrong) {
      return Optional.empty();
    }
  }

  /** An answer of snap. */
  Optional<SnapAnswer> snap(Said said) {
    int code = snapCode(said);
    return code >= 0 && code % 2 == 1
        ? Optional.of(SnapCodec.decodeAnswer(snap, code, said.data()))
        : Optional.empty();
  }

  /** The id of a message of snap; negative for others. */
  int snapCode(Said said) {
    return snap == 0 ? -1 : said.code() - Said.CAPABILITIES - Eth.span(eth);
  }

  Said of(EthMessage message) {
    return new Said(Said.CAPABILITIES + EthCodec.code(message), EthCodec.encode(eth, message));
  }

  Said of(SnapAnswer answer) {
    return new Said(
        Said.CAPABILITIES + Eth.span(eth) + SnapCodec.code(answer), SnapCodec.encode(answer));
  }

  /** Says something to the peer, of the node's own accord. */
  void say(Said said) {
    try {
      peer.writeCompressed(said);
    } catch (IOException gone) {
      close();
    }
  }

  /** Ends the session, with a Disconnect. */
  void disconnect() {
    say(new Said(Said.DISCONNECT, Bytes.of(0xc1, 0x03)));
    close();
  }

  /** Ends the session. */
  void close() {
    server.forget(this);
    try {
      peer.close();
      node.close();
    } catch (IOException gone) {
      throw new IllegalStateException("a socket cannot be closed", gone);
    }
  }

  /** The sessions of other peers. */
  List<Link> others() {
    return server.links().stream().filter(link -> link != this).toList();
  }

  /** Whether a request id comes for the first time. */
  synchronized boolean isNew(long requestId) {
    return requests.add(requestId);
  }

  /** How often this was called before. */
  synchronized int counted() {
    return count++;
  }

  /** Whether no peer has been asked for a transaction before. */
  boolean isFirst(Bytes32 hash) {
    return server.isFirst(hash);
  }
}

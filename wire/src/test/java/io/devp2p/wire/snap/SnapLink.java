package io.devp2p.wire.snap;

import io.devp2p.wire.Capability;
import io.devp2p.wire.Message;
import io.devp2p.wire.SessionLink;
import java.util.List;
import java.util.Random;

/** Sessions of snap, in virtual time, whose answers are made and judged at once. */
final class SnapLink {

  private static final Capability ETH = new Capability("eth", 72);

  private SnapLink() {}

  /** A session with a peer that offers eth too. */
  static SessionLink<SnapSession> open(int version, SnapBackend backend) {
    Capability snap = new Capability(Snap.NAME, version);
    return open(snap, List.of(ETH, snap), backend);
  }

  static SessionLink<SnapSession> open(
      Capability snap, List<Capability> offered, SnapBackend backend) {
    Snap protocol = Snap.serving(backend, c -> c.workers(Runnable::run).random(new Random(7)));
    SessionLink<SnapSession> link = new SessionLink<>(protocol, snap, offered);
    link.start();
    return link;
  }

  /** A session that only asks. */
  static SessionLink<SnapSession> client(int version) {
    return open(version, SnapBackend.EMPTY);
  }

  /** The id of the only request that was sent, which is taken out. */
  static long takeRequest(SessionLink<SnapSession> link, int version) {
    link.run();
    Message sent = link.sent().remove();
    return SnapCodec.decodeRequest(version, sent.code(), sent.payload()).requestId();
  }

  static void receive(SessionLink<SnapSession> link, SnapMessage message) {
    link.receive(SnapCodec.code(message), SnapCodec.encode(message));
  }
}

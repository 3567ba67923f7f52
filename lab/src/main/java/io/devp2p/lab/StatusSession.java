package io.devp2p.lab;

import io.devp2p.wire.Capability;
import io.devp2p.wire.Protocol;
import io.devp2p.wire.Session;
import io.devp2p.wire.SessionContext;
import io.devp2p.wire.SessionOutbox;
import io.devp2p.wire.eth.Eth;
import io.devp2p.wire.eth.EthCodec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** eth of a node that tells its Status late, or never. */
final class StatusSession implements Session {

  private static final int STATUS = 0;

  private final Optional<Bytes> status;
  private final Duration delay;
  private long due = Long.MAX_VALUE;

  private StatusSession(Optional<Bytes> status, Duration delay) {
    this.status = status;
    this.delay = delay;
  }

  /** A node that keeps its Status to itself. */
  static Protocol<StatusSession> never(List<Integer> versions) {
    return protocol(versions, version -> new StatusSession(Optional.empty(), Duration.ZERO));
  }

  /** A node that takes its time. */
  static Protocol<StatusSession> late(List<Integer> versions, LabChain chain, Duration delay) {
    return protocol(
        versions,
        version ->
            new StatusSession(
                Optional.of(EthCodec.encode(version, chain.head().status(version))), delay));
  }

  private static Protocol<StatusSession> protocol(
      List<Integer> versions, java.util.function.IntFunction<StatusSession> open) {
    return new Protocol<>() {
      @Override
      public List<Capability> capabilities() {
        return versions.stream().map(v -> new Capability(Eth.NAME, v)).toList();
      }

      @Override
      public int span(Capability capability) {
        return Eth.span(capability.version());
      }

      @Override
      public StatusSession open(SessionContext context) {
        return open.apply(context.capability().version());
      }
    };
  }

  @Override
  public void onStart(long now, SessionOutbox out) {
    if (status.isPresent()) {
      due = now + delay.toNanos();
    }
  }

  @Override
  public void onMessage(long now, int code, Bytes payload, SessionOutbox out) {}

  @Override
  public void onTime(long now, SessionOutbox out) {
    if (now >= due) {
      due = Long.MAX_VALUE;
      status.ifPresent(s -> out.send(STATUS, s));
    }
  }

  @Override
  public long deadline() {
    return due;
  }
}

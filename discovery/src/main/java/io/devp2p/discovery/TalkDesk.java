package io.devp2p.discovery;

import static java.lang.System.Logger.Level.WARNING;

import io.devp2p.discovery.machine.DiscoveryMachine;
import io.devp2p.discovery.netty.UdpPort;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.tuweni.bytes.Bytes;

/** Lets the handlers of TALKREQ protocols answer, on threads of their own. Thread-safe. */
final class TalkDesk {

  private static final System.Logger LOG = System.getLogger(TalkDesk.class.getName());

  /** Handlers that run at a time: as many as may wait for their answer. */
  private static final int HANDLERS = 256;

  private final UdpPort port;
  private final DiscoveryMachine machine;
  private final Map<String, TalkHandler> handlers = new ConcurrentHashMap<>();
  private final AtomicInteger running = new AtomicInteger();

  TalkDesk(UdpPort port, DiscoveryMachine machine) {
    this.port = port;
    this.machine = machine;
  }

  void serve(String protocol, TalkHandler handler) {
    handlers.put(protocol, handler);
    port.submit((now, out) -> machine.serveTalk(protocol));
  }

  void answer(DiscoveryEvent.TalkRequested asked) {
    TalkHandler handler = handlers.get(asked.protocol());
    if (handler == null) {
      port.submit((now, out) -> machine.answerTalk(now, asked.token(), Bytes.EMPTY, out));
      return;
    }
    if (running.incrementAndGet() > HANDLERS) {
      running.decrementAndGet();
      return; // the machine answers with nothing when the time is over
    }
    Thread.ofVirtual()
        .name("devp2p-talk")
        .start(() -> {
          Bytes answer = answer(handler, asked);
          running.decrementAndGet();
          port.submit((now, out) -> machine.answerTalk(now, asked.token(), answer, out));
        });
  }

  private static Bytes answer(TalkHandler handler, DiscoveryEvent.TalkRequested asked) {
    try {
      return handler.answer(asked.node(), asked.from(), asked.request());
    } catch (RuntimeException faulty) {
      LOG.log(WARNING, "the handler of a TALKREQ protocol failed", faulty);
      return Bytes.EMPTY;
    }
  }
}

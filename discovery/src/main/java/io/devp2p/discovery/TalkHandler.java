package io.devp2p.discovery;

import io.devp2p.core.node.NodeId;
import java.net.InetSocketAddress;
import org.apache.tuweni.bytes.Bytes;

/**
 * Answers the TALKREQ messages of one protocol (discv5-wire.md, TALKREQ). Runs on a thread of its
 * own; an answer that takes more than 400 ms, or a handler that throws, becomes the empty answer.
 */
@FunctionalInterface
public interface TalkHandler {

  /**
   * Answers one request.
   *
   * @param from the node that asks, proved by its session
   * @param address where it asks from
   * @return the answer, at most {@value #RESPONSE} bytes
   */
  Bytes answer(NodeId from, InetSocketAddress address, Bytes request);

  /** Largest request or answer in bytes: what is left of 1280 after header, tag and RLP. */
  int RESPONSE = 1_150;
}

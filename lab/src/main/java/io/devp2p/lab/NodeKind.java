package io.devp2p.lab;

import static io.devp2p.lab.LabChain.HOME;
import static io.devp2p.lab.LabChain.OTHER_FORK;
import static io.devp2p.lab.LabChain.OTHER_NETWORK;
import static io.devp2p.lab.NodeKind.Tcp.ANOTHER_KEY;
import static io.devp2p.lab.NodeKind.Tcp.CLOSED;
import static io.devp2p.lab.NodeKind.Tcp.FULL_AFTER_HELLO;
import static io.devp2p.lab.NodeKind.Tcp.FULL_BEFORE_HELLO;
import static io.devp2p.lab.NodeKind.Tcp.HONEST;
import static io.devp2p.lab.NodeKind.Tcp.LIES_ABOUT_KEY;
import static io.devp2p.lab.NodeKind.Tcp.NONE;
import static io.devp2p.lab.NodeKind.Tcp.NO_STATUS;
import static io.devp2p.lab.NodeKind.Tcp.SAYS_NOTHING;
import static io.devp2p.lab.NodeKind.Tcp.SLOW;
import static io.devp2p.lab.NodeKind.Udp.BOTH;
import static io.devp2p.lab.NodeKind.Udp.DEAD;
import static io.devp2p.lab.NodeKind.Udp.V4;
import static io.devp2p.lab.NodeKind.Udp.V5;

import java.util.List;

/**
 * The kinds of node in a laboratory, one line each: share of the nodes, what it does, what a
 * perfect crawler sees of it.
 */
@SuppressWarnings("ImmutableEnumChecker") // List.of does not change
public enum NodeKind {
  ORDINARY(40, BOTH, 4, HONEST, HOME, List.of(68, 69, 70, 71, 72), "STATUS"),
  V4_ONLY(20, V4, 4, HONEST, HOME, List.of(69, 70), "STATUS"),
  V5_ONLY(14, V5, 4, HONEST, HOME, List.of(69, 70, 71), "STATUS"),
  IPV6(12, BOTH, 6, HONEST, HOME, List.of(68, 69, 70, 71, 72), "STATUS"),
  ETH68_ONLY(10, BOTH, 4, HONEST, HOME, List.of(68), "STATUS"),
  ETH72_ONLY(10, BOTH, 4, HONEST, HOME, List.of(72), "STATUS"),
  OTHER_FORK_ID(8, BOTH, 4, HONEST, OTHER_FORK, List.of(68, 69), "STATUS"),
  OTHER_NETWORK_ID(8, BOTH, 4, HONEST, OTHER_NETWORK, List.of(69, 70), "STATUS"),
  FULL_EARLY(12, BOTH, 4, FULL_BEFORE_HELLO, HOME, List.of(68, 69), "FULL_BEFORE_HELLO"),
  FULL_LATE(12, BOTH, 4, FULL_AFTER_HELLO, HOME, List.of(68, 69), "FULL_AFTER_HELLO"),
  SLOW_LINE(6, BOTH, 4, SLOW, HOME, List.of(69, 70), "STATUS"),
  SILENT_AFTER_HELLO(4, BOTH, 4, NO_STATUS, HOME, List.of(69), "STATUS_TIMEOUT"),
  SILENT_TCP(4, BOTH, 4, SAYS_NOTHING, HOME, List.of(), "AUTH_FAILED"),
  WRONG_STATIC_KEY(4, V5, 4, ANOTHER_KEY, HOME, List.of(69), "AUTH_FAILED"),
  IDENTITY_LIAR(6, BOTH, 4, LIES_ABOUT_KEY, HOME, List.of(69), "IDENTITY_MISMATCH"),
  TCP_DOWN(6, BOTH, 4, CLOSED, HOME, List.of(), "TCP_REFUSED"),
  UDP_ONLY(10, BOTH, 4, NONE, HOME, List.of(), "UDP_ONLY"),
  GONE(14, DEAD, 4, CLOSED, HOME, List.of(), "SILENT");

  /** Which versions of discovery a node answers. */
  public enum Udp {
    BOTH,
    V4,
    V5,
    DEAD
  }

  /** How a node behaves on its TCP port. */
  public enum Tcp {
    HONEST,
    SLOW,
    FULL_BEFORE_HELLO,
    FULL_AFTER_HELLO,
    NO_STATUS,
    SAYS_NOTHING,
    ANOTHER_KEY,
    LIES_ABOUT_KEY,
    CLOSED,
    NONE
  }

  private final int share;
  private final Udp udp;
  private final int family;
  private final Tcp tcp;
  private final LabChain chain;
  private final List<Integer> eth;
  private final String outcome;

  NodeKind(
      int share, Udp udp, int family, Tcp tcp, LabChain chain, List<Integer> eth, String outcome) {
    this.share = share;
    this.udp = udp;
    this.family = family;
    this.tcp = tcp;
    this.chain = chain;
    this.eth = eth;
    this.outcome = outcome;
  }

  /** Number of these among 200 nodes. */
  int share() {
    return share;
  }

  /** Which versions of discovery it answers. */
  public Udp udp() {
    return udp;
  }

  /** 4 or 6. */
  public int family() {
    return family;
  }

  /** How it behaves on its TCP port. */
  public Tcp tcp() {
    return tcp;
  }

  /** The chain whose Status it tells. */
  LabChain chain() {
    return chain;
  }

  /** The versions of eth that it offers. */
  public List<Integer> eth() {
    return eth;
  }

  /** Name of the outcome that a perfect crawler notes. */
  public String outcome() {
    return outcome;
  }
}

package io.devp2p.lab.fault;

import java.util.List;

/** A fault in what a node says or hears over RLPx. What a constant does not change is passed on. */
interface WireFault {

  /** The case that must catch it. */
  String caughtBy();

  /** What the node gets to hear of what a peer says. */
  default List<Said> in(Link link, Said said) {
    return List.of(said);
  }

  /** What a peer gets to hear of what the node says. */
  default List<Said> out(Link link, Said said) {
    return List.of(said);
  }

  /** The Hello of the node. */
  default Said hello(Said said) {
    return said;
  }
}

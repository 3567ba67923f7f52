package io.devp2p.wire;

/** How a peer can disappoint: what its score falls by. A peer is banned at 100. */
public enum Conduct {
  /** It broke a rule that no honest peer breaks. Twice within minutes is no accident. */
  BREACH(50),
  /** The first bytes of its connection were no handshake with us: an old record, or noise. */
  BAD_HANDSHAKE(10),
  /** It sent more than was agreed. */
  FLOOD(25),
  /** It let a question pass without an answer. */
  TIMEOUT(10),
  /** It answered, and nothing of use was in it. */
  USELESS(10);

  private final int weight;

  Conduct(int weight) {
    this.weight = weight;
  }

  /** What the score falls by, of 100. */
  public int weight() {
    return weight;
  }
}

package io.devp2p.crawler;

import java.util.Locale;

/** Who told us of a node. */
public enum Source {
  /** The operator: a bootnode, or an entry of an input file. */
  INPUT,
  /** A Neighbors or ENRResponse packet of discv4. */
  V4,
  /** A NODES message of discv5. */
  V5;

  /** Lower case, as output has it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package io.devp2p.interop.suite;

import io.devp2p.interop.dialogue.Caller;
import io.devp2p.interop.dialogue.Setting;
import io.devp2p.interop.dialogue.Target;

/** What a case cannot do without. */
public enum Need {
  /** A second address to speak from. */
  SECOND_ADDRESS("a second address to speak from"),
  /** A target whose record has an address of IPv6 beside the one that it is reached at. */
  IPV6("an IPv6 address in the record of the target"),
  /** A target that can be told to ping by discv4. */
  CALL_DISCV4("a target that can be told to ping by discv4"),
  /** A target that can be told to ping by discv5. */
  CALL_DISCV5("a target that can be told to ping by discv5"),
  /** A target that can be told to connect. */
  CALL_RLPX("a target that can be told to connect"),
  /** A target that serves a chain that the suite knows. */
  CHAIN("a target whose chain is known"),
  /** A target that can be told its head. */
  CONSENSUS("the Engine API of the target, and its chain"),
  /** A client of node lists in DNS. */
  TREE_READER("a client of node lists in DNS");

  private final String text;

  Need(String text) {
    this.text = text;
  }

  boolean isMet(Target target, Setting setting) {
    return switch (this) {
      case SECOND_ADDRESS -> setting.second().isPresent();
      case IPV6 -> target.ip6().isPresent();
      case CALL_DISCV4 -> calls(target, Caller.Way.DISCV4);
      case CALL_DISCV5 -> calls(target, Caller.Way.DISCV5);
      case CALL_RLPX -> calls(target, Caller.Way.RLPX);
      case CHAIN -> target.chain().isPresent();
      case CONSENSUS -> target.chain().isPresent() && target.consensus().isPresent();
      case TREE_READER -> target.reader().isPresent();
    };
  }

  private static boolean calls(Target target, Caller.Way way) {
    return target.caller().filter(caller -> caller.ways().contains(way)).isPresent();
  }

  @Override
  public String toString() {
    return text;
  }
}

package io.devp2p.wire.p2p;

import io.devp2p.wire.Capability;
import io.devp2p.wire.Protocol;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which message ids belong to which shared capability (devp2p rlpx.md, capability messaging): by
 * name, the highest shared version of each, from 0x10 on. Immutable.
 */
public final class CodeSpace {

  /** Message ids are bytes. */
  public static final int CODES = 256;

  /**
   * The message ids of a shared capability.
   *
   * @param first the wire's id of the capability's own id 0
   * @param span number of ids
   */
  public record Slot(Protocol<?> protocol, Capability capability, int first, int span) {

    private boolean holds(int code) {
      return code >= first && code < first + span;
    }
  }

  private final List<Slot> slots;

  private CodeSpace(List<Slot> slots) {
    this.slots = List.copyOf(slots);
  }

  /** What two sides share. */
  public static CodeSpace negotiate(List<Protocol<?>> ours, Collection<Capability> theirs) {
    Map<String, Slot> byName = new TreeMap<>();
    for (Protocol<?> protocol : ours) {
      for (Capability capability : protocol.capabilities()) {
        if (theirs.contains(capability)) {
          Slot slot = new Slot(protocol, capability, 0, protocol.span(capability));
          byName.merge(capability.name(), slot, CodeSpace::newer);
        }
      }
    }
    List<Slot> placed = new ArrayList<>(byName.size());
    int next = P2pMessage.SPAN;
    for (Slot slot : byName.values()) {
      placed.add(new Slot(slot.protocol, slot.capability, next, slot.span));
      next += slot.span;
    }
    return new CodeSpace(placed);
  }

  private static Slot newer(Slot a, Slot b) {
    return a.capability.version() > b.capability.version() ? a : b;
  }

  /** The shared capabilities in the order of their ids; empty if nothing is shared. */
  public List<Slot> slots() {
    return slots;
  }

  /** Whose id it is. */
  public Optional<Slot> find(int code) {
    return slots.stream().filter(slot -> slot.holds(code)).findFirst();
  }
}

package io.devp2p.wire.dial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.crypto.PublicKey;
import io.devp2p.core.node.NodeId;
import io.devp2p.wire.Capability;
import io.devp2p.wire.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Places for peers: limits, places that are kept, and who is special. */
final class PeerSlotsTest {

  private static final Capability OLD = new Capability("eth", 69);
  private static final Capability NEW = new Capability("eth", 72);
  private static final Capability SNAP = new Capability("snap", 2);
  private static final Verdict FULL = Verdict.refuse(Cause.NO_FREE_SLOT);
  private static final Verdict KEPT = Verdict.refuse(Cause.LOCAL_QUOTA);

  private final Random random = new Random(3);
  private int names;

  private PublicKey key() {
    return NodeKey.generate(random).publicKey();
  }

  private PeerSlots<String> slots(int peers, int inbound, Map<Capability, Integer> kept) {
    return new PeerSlots<>(
        NodeId.of(key()), new PeerSlots.Limits(peers, inbound, peers - inbound, kept));
  }

  private Verdict connect(
      PeerSlots<String> slots, PublicKey key, boolean inbound, Capability... shared) {
    String name = "c" + names++;
    Verdict proved = slots.onProved(name, key, inbound);
    Verdict verdict =
        proved.equals(Verdict.GO) ? slots.onGreeted(name, key, List.of(shared)) : proved;
    if (verdict instanceof Verdict.Refuse) {
      slots.onGone(name, key);
    }
    return verdict;
  }

  @Test
  void halfMayComeFromOutside() {
    PeerSlots<String> slots = slots(4, 2, Map.of());
    assertThat(connect(slots, key(), true, OLD)).isEqualTo(Verdict.GO);
    assertThat(connect(slots, key(), true, OLD)).isEqualTo(Verdict.GO);
    assertThat(connect(slots, key(), true, OLD)).isEqualTo(FULL);
    assertThat(connect(slots, key(), false, OLD)).isEqualTo(Verdict.GO);
    assertThat(connect(slots, key(), false, OLD)).isEqualTo(Verdict.GO);
    assertThat(connect(slots, key(), false, OLD)).isEqualTo(FULL);
  }

  @Test
  void aPlaceIsFreeAgainWhenItsSessionIsOver() {
    PeerSlots<String> slots = slots(1, 1, Map.of());
    PublicKey first = key();
    assertThat(slots.onProved("a", first, true)).isEqualTo(Verdict.GO);
    assertThat(slots.isPending(first)).isTrue();
    assertThat(slots.onGreeted("a", first, List.of(OLD))).isEqualTo(Verdict.GO);
    assertThat(slots.isPending(first)).isFalse();
    assertThat(slots.session(first)).contains("a");
    assertThat(connect(slots, key(), true, OLD)).isEqualTo(FULL);
    slots.onGone("a", first);
    assertThat(slots.session(first)).isEmpty();
    assertThat(connect(slots, key(), true, OLD)).isEqualTo(Verdict.GO);
  }

  /** Handshakes that do not end in a session take nobody's place: the last step decides. */
  @Test
  void pendingConnectionsTakeNoPlace() {
    PeerSlots<String> slots = slots(1, 1, Map.of());
    PublicKey slow = key();
    PublicKey fast = key();
    assertThat(slots.onProved("slow", slow, true)).isEqualTo(Verdict.GO);
    assertThat(slots.onProved("fast", fast, true)).isEqualTo(Verdict.GO);
    assertThat(slots.onGreeted("fast", fast, List.of(OLD))).isEqualTo(Verdict.GO);
    assertThat(slots.onGreeted("slow", slow, List.of(OLD))).isEqualTo(FULL);
  }

  @Test
  void trustedNodesComeBeyondAllLimits() {
    PeerSlots<String> slots = slots(1, 0, Map.of());
    assertThat(connect(slots, key(), false, OLD)).isEqualTo(Verdict.GO);
    PublicKey friend = key();
    assertThat(connect(slots, friend, true, OLD)).isEqualTo(FULL);
    assertThat(slots.trust(friend)).isTrue();
    assertThat(slots.trust(friend)).isFalse();
    assertThat(connect(slots, friend, true, OLD)).isEqualTo(Verdict.GO);
    assertThat(slots.distrust(friend)).isTrue();
    assertThat(slots.distrust(friend)).isFalse();
    assertThat(slots.session(friend)).as("a session stays").isPresent();
  }

  @Test
  void trustedNodesTakeNoPlaceOfOthers() {
    PeerSlots<String> slots = slots(1, 1, Map.of());
    PublicKey friend = key();
    slots.trust(friend);
    assertThat(connect(slots, friend, true, OLD)).isEqualTo(Verdict.GO);
    assertThat(connect(slots, key(), true, OLD)).isEqualTo(Verdict.GO);
  }

  @Test
  void placesAreKeptForStaticNodes() {
    PeerSlots<String> slots = slots(2, 0, Map.of());
    PublicKey wanted = key();
    slots.addStatic(wanted);
    assertThat(slots.freeToDial()).isEqualTo(1);
    assertThat(connect(slots, key(), false, OLD)).isEqualTo(Verdict.GO);
    assertThat(slots.freeToDial()).isZero();
    assertThat(connect(slots, key(), false, OLD)).isEqualTo(FULL);
    assertThat(connect(slots, wanted, true, OLD)).as("inbound too").isEqualTo(Verdict.GO);
    assertThat(connect(slots, key(), false, OLD)).isEqualTo(FULL);
  }

  @Test
  void aStaticNodeThatIsLetGoKeepsNoPlace() {
    PeerSlots<String> slots = slots(1, 0, Map.of());
    PublicKey wanted = key();
    slots.addStatic(wanted);
    assertThat(connect(slots, key(), false, OLD)).isEqualTo(FULL);
    slots.removeStatic(wanted);
    assertThat(connect(slots, key(), false, OLD)).isEqualTo(Verdict.GO);
  }

  @Test
  void placesAreKeptForACapability() {
    PeerSlots<String> slots = slots(3, 3, Map.of(NEW, 2));
    assertThat(connect(slots, key(), true, OLD)).isEqualTo(Verdict.GO);
    assertThat(connect(slots, key(), true, OLD)).isEqualTo(KEPT);
    assertThat(connect(slots, key(), true, NEW)).isEqualTo(Verdict.GO);
    assertThat(connect(slots, key(), true, OLD)).isEqualTo(KEPT);
    assertThat(connect(slots, key(), true, NEW)).isEqualTo(Verdict.GO);
    assertThat(connect(slots, key(), true, NEW)).isEqualTo(FULL);
  }

  @Test
  void keptPlacesAddUpAndOnePeerMayFillTwo() {
    PeerSlots<String> slots = slots(3, 3, Map.of(NEW, 1, SNAP, 1));
    assertThat(connect(slots, key(), true, OLD)).isEqualTo(Verdict.GO);
    assertThat(connect(slots, key(), true, OLD)).isEqualTo(KEPT);
    assertThat(connect(slots, key(), true, NEW, SNAP)).isEqualTo(Verdict.GO);
    assertThat(connect(slots, key(), true, OLD)).isEqualTo(Verdict.GO);
  }

  @Test
  void weLookForNoMoreThanOurShare() {
    PeerSlots<String> slots = slots(4, 2, Map.of());
    assertThat(slots.freeToDial()).isEqualTo(2);
    connect(slots, key(), true, OLD);
    assertThat(slots.freeToDial()).isEqualTo(2);
    connect(slots, key(), false, OLD);
    assertThat(slots.freeToDial()).isEqualTo(1);
    connect(slots, key(), false, OLD);
    assertThat(slots.freeToDial()).isZero();
    assertThat(connect(slots, key(), false, OLD)).as("who asks may").isEqualTo(Verdict.GO);
  }

  @Test
  void aSecondConnectionInOneDirectionIsRefused() {
    PeerSlots<String> slots = slots(9, 9, Map.of());
    PublicKey peer = key();
    assertThat(slots.onProved("a", peer, true)).isEqualTo(Verdict.GO);
    assertThat(slots.onProved("b", peer, true)).isEqualTo(Verdict.refuse(Cause.ALREADY_CONNECTED));
    slots.onGone("b", peer);
    slots.onGreeted("a", peer, List.of(OLD));
    assertThat(slots.onProved("c", peer, true)).isEqualTo(Verdict.refuse(Cause.ALREADY_CONNECTED));
    slots.onGone("c", peer);
    assertThat(slots.session(peer)).contains("a");
  }

  @Test
  void nothingIsLeftOfThoseWhoAreGone() {
    PeerSlots<String> slots = slots(100, 100, Map.of());
    List<PublicKey> keys = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      keys.add(key());
      assertThat(slots.onProved("c" + i, keys.get(i), true)).isEqualTo(Verdict.GO);
    }
    for (int i = 0; i < 100; i += 2) {
      slots.onGreeted("c" + i, keys.get(i), List.of(OLD));
    }
    for (int i = 0; i < 100; i++) {
      slots.onGone("c" + i, keys.get(i));
      slots.onGone("c" + i, keys.get(i));
      assertThat(slots.isPending(keys.get(i))).isFalse();
      assertThat(slots.session(keys.get(i))).isEmpty();
    }
  }

  @Test
  void aHelloBeforeTheHandshakeIsABugOfOurs() {
    assertThatThrownBy(() -> slots(1, 1, Map.of()).onGreeted("a", key(), List.of()))
        .isInstanceOf(IllegalStateException.class);
  }
}

package io.devp2p.discovery.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.node.NodeId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;

class OriginTest {

  private final Random random = new Random(3);

  @Test
  void familiesAddressesAndPortsAreTold() throws Exception {
    List<Object> origins =
        List.of(
            Origin.of(new InetSocketAddress("1.2.3.4", 5)),
            Origin.of(new InetSocketAddress("1.2.3.4", 6)),
            Origin.of(new InetSocketAddress("1.2.3.4", 0)),
            Origin.of(InetAddress.getByName("1.2.3.4")),
            Origin.of(InetAddress.getByName("1.2.3.5")),
            Origin.of(InetAddress.getByName("::1:2")),
            Origin.of(new InetSocketAddress("::1:2", 5)),
            Origin.of(new InetSocketAddress("1::2", 5)));
    assertThat(origins).doesNotHaveDuplicates();
    assertThat(new HashSet<>(origins)).hasSize(origins.size());
    assertThat(Origin.of(new InetSocketAddress("1.2.3.4", 5))).isEqualTo(origins.getFirst());
  }

  @Test
  void addressesThatTheJdkHashesAlikeAreSpread() throws Exception {
    Set<Integer> jdk = new HashSet<>();
    Set<Integer> ours = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      // The JDK adds the four words up: what one gains the other loses, but for carries.
      byte[] address = new byte[16];
      address[0] = 0x20;
      address[10] = (byte) (i >> 8);
      address[11] = (byte) i;
      int rest = -i;
      for (int j = 0; j < 4; j++) {
        address[15 - j] = (byte) (rest >> 8 * j);
      }
      jdk.add(InetAddress.getByAddress(address).hashCode());
      ours.add(Origin.of(InetAddress.getByAddress(address)).hashCode());
    }
    assertThat(jdk).hasSizeLessThan(10);
    assertThat(ours).hasSizeGreaterThan(9_000);
  }

  /** Ids are what a packet claims, so all may hash alike; then their order must tell them apart. */
  @Test
  void placesThatHashAlikeHaveAnOrderThatAgreesWithTheirEquality() {
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      byte[] id = NodeId.random(random).bytes().toArray();
      System.arraycopy(id, 0, id, 24, 8);
      InetSocketAddress address = new InetSocketAddress("52.0.0." + i % 5, 1);
      places.add(new Place(new NodeId(Bytes32.wrap(id)), address));
      places.add(new Place(new NodeId(Bytes32.wrap(id)), new InetSocketAddress("52.0.0.9", 1)));
    }
    assertThat(places.stream().map(p -> p.node().hashCode()).distinct()).hasSize(1);
    TreeSet<Place> ordered = new TreeSet<>(places);
    assertThat(ordered).hasSize(places.size());
    List<Place> shuffled = new ArrayList<>(places);
    Collections.shuffle(shuffled, random);
    assertThat(new TreeSet<>(shuffled)).containsExactlyElementsOf(ordered);
  }
}

package io.devp2p.interop.dialogue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * A UDP socket of a suite. Blocking; {@link #close} ends what blocks, with a {@link
 * java.net.SocketException}.
 */
public final class UdpLine implements AutoCloseable {

  private static final int LARGEST = 65_535;

  private final DatagramSocket socket;

  private UdpLine(DatagramSocket socket) {
    this.socket = socket;
  }

  /** A datagram that came. */
  public record Arrival(InetSocketAddress from, Bytes datagram) {}

  /**
   * Opens a socket on any port of an address.
   *
   * @throws IOException if the system refuses
   */
  static UdpLine open(InetAddress address) throws IOException {
    return new UdpLine(new DatagramSocket(new InetSocketAddress(address, 0)));
  }

  /** Where it is. */
  public InetSocketAddress address() {
    return new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort());
  }

  /** Sends a datagram. */
  public void send(InetSocketAddress to, Bytes datagram) throws IOException {
    socket.send(new DatagramPacket(datagram.toArrayUnsafe(), datagram.size(), to));
  }

  /** The next datagram, if one comes in time. */
  public Optional<Arrival> receive(Duration wait) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[LARGEST], LARGEST);
    try {
      socket.setSoTimeout((int) Math.max(1, wait.toMillis())); // 0 would be for ever
      socket.receive(packet);
    } catch (SocketTimeoutException nothing) {
      return Optional.empty();
    }
    Bytes datagram = Bytes.wrap(packet.getData(), 0, packet.getLength()).copy();
    return Optional.of(new Arrival((InetSocketAddress) packet.getSocketAddress(), datagram));
  }

  @Override
  public void close() {
    socket.close();
  }
}

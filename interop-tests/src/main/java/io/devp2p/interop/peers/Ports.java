package io.devp2p.interop.peers;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;

/** Free ports of the loopback addresses, as the system hands them out. */
public final class Ports {

  /**
   * Finding a TCP port whose UDP twin is taken is rare; ten times in a row means something else.
   */
  private static final int TRIES = 10;

  private Ports() {}

  /** A free port of 127.0.0.1, as {@link #free(IpFamily)}. */
  public static int free() throws IOException {
    return free(IpFamily.IPV4);
  }

  /**
   * A port that was free for TCP and UDP a moment ago: for programs that cannot be told to take any
   * and say which.
   *
   * @throws IOException if the system has none
   */
  public static int free(IpFamily family) throws IOException {
    InetAddress loopback = family.loopback();
    for (int i = 0; i < TRIES; i++) {
      try (ServerSocket tcp = new ServerSocket(0, 1, loopback)) {
        int port = tcp.getLocalPort();
        if (isFreeForUdp(new InetSocketAddress(loopback, port))) {
          return port;
        }
      }
    }
    throw new IOException("no port that is free for TCP and UDP");
  }

  private static boolean isFreeForUdp(InetSocketAddress address) {
    try (DatagramSocket udp = new DatagramSocket(address)) {
      return udp.isBound();
    } catch (SocketException taken) {
      return false;
    }
  }
}

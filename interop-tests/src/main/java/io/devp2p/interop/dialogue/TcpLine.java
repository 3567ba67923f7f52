package io.devp2p.interop.dialogue;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** A TCP connection of a suite. Blocking; {@link #close} ends what blocks. */
public final class TcpLine implements AutoCloseable {

  private static final int CHUNK = 65_536;

  private final Socket socket;
  private final InputStream in;

  private TcpLine(Socket socket) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
  }

  /**
   * Connects.
   *
   * @throws IOException if that is refused, or takes too long
   */
  static TcpLine connect(InetSocketAddress to, Duration wait) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(to, (int) wait.toMillis());
      socket.setTcpNoDelay(true);
      return new TcpLine(socket);
    } catch (IOException refused) {
      socket.close();
      throw refused;
    }
  }

  /** Its own end. */
  public InetSocketAddress address() {
    return new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort());
  }

  /** Writes bytes. */
  public void send(Bytes bytes) throws IOException {
    socket.getOutputStream().write(bytes.toArrayUnsafe());
  }

  /** Says that no more bytes come; reading goes on. */
  public void end() throws IOException {
    socket.shutdownOutput();
  }

  /**
   * The next bytes, if some come in time.
   *
   * @throws EOFException if the other side has closed
   */
  public Optional<ByteBuffer> receive(Duration wait) throws IOException {
    byte[] chunk = new byte[CHUNK];
    try {
      socket.setSoTimeout((int) Math.max(1, wait.toMillis()));
      int count = in.read(chunk);
      if (count < 0) {
        throw new EOFException("closed");
      }
      return Optional.of(ByteBuffer.wrap(chunk, 0, count));
    } catch (SocketTimeoutException nothing) {
      return Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

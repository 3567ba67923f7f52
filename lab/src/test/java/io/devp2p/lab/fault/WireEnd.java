package io.devp2p.lab.fault;

import io.devp2p.core.rlp.RlpReader;
import io.devp2p.core.rlp.RlpWriter;
import io.devp2p.rlpx.FrameCodec;
import io.devp2p.rlpx.Handshake;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.xerial.snappy.Snappy;

/** One end of a relayed session: a socket with RLPx. One thread reads, any thread writes. */
final class WireEnd implements AutoCloseable {

  private static final int CHUNK = 65_536;

  private final Socket socket;
  private final InputStream in;
  private final FrameCodec frames;
  private ByteBuffer unread;

  private WireEnd(Socket socket, InputStream in, FrameCodec frames, ByteBuffer unread) {
    this.socket = socket;
    this.in = in;
    this.frames = frames;
    this.unread = unread;
  }

  /** Does the handshake. */
  static WireEnd shake(Socket socket, Handshake handshake) throws IOException {
    socket.setTcpNoDelay(true);
    InputStream in = socket.getInputStream();
    Optional<Bytes> auth = handshake.open();
    if (auth.isPresent()) {
      socket.getOutputStream().write(auth.get().toArrayUnsafe());
    }
    ByteBuffer unread = ByteBuffer.allocate(0);
    while (!handshake.take(unread)) {
      unread = more(in);
    }
    Handshake.Result result = handshake.finish();
    if (result.reply().isPresent()) {
      socket.getOutputStream().write(result.reply().get().toArrayUnsafe());
    }
    return new WireEnd(socket, in, new FrameCodec(result.secrets()), unread);
  }

  private static ByteBuffer more(InputStream in) throws IOException {
    byte[] chunk = new byte[CHUNK];
    int count = in.read(chunk);
    if (count < 0) {
      throw new EOFException("closed");
    }
    return ByteBuffer.wrap(chunk, 0, count);
  }

  /** The next message as it came. */
  Said read() throws IOException {
    while (true) {
      Optional<Bytes> body = frames.take(unread);
      if (body.isPresent()) {
        int code = (int) RlpReader.of(body.get()).uint64();
        Bytes id = RlpWriter.encode(w -> w.uint(code));
        return new Said(code, body.get().slice(id.size()).copy());
      }
      unread = more(in);
    }
  }

  /** Writes a message as it is. */
  synchronized void write(Said said) throws IOException {
    Bytes body = Bytes.concatenate(RlpWriter.encode(w -> w.uint(said.code())), said.data());
    byte[] frame = new byte[FrameCodec.frameSize(body.size())];
    frames.encode(body, frame, 0);
    socket.getOutputStream().write(frame);
  }

  /** Writes a message that is not yet compressed. */
  void writeCompressed(Said said) throws IOException {
    write(new Said(said.code(), Bytes.wrap(Snappy.compress(said.data().toArrayUnsafe()))));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

package io.devp2p.rlpx;

import io.devp2p.core.crypto.NodeKey;
import java.nio.ByteBuffer;
import java.util.Random;
import org.apache.tuweni.bytes.Bytes;

/** Two sides that have shaken hands, seeded. */
record Pair(Secrets initiator, Secrets recipient) {

  static Pair of(long seed) {
    Random random = new Random(seed);
    NodeKey a = NodeKey.generate(random);
    NodeKey b = NodeKey.generate(random);
    Handshake initiator = Handshake.initiator(a, b.publicKey(), random);
    Handshake recipient = Handshake.recipient(b, random);
    recipient.take(buffer(initiator.open().orElseThrow()));
    Handshake.Result atB = recipient.finish();
    initiator.take(buffer(atB.reply().orElseThrow()));
    return new Pair(initiator.finish().secrets(), atB.secrets());
  }

  static ByteBuffer buffer(Bytes bytes) {
    return ByteBuffer.wrap(bytes.toArray());
  }

  static Bytes frame(FrameCodec codec, Bytes body) {
    byte[] out = new byte[FrameCodec.frameSize(body.size())];
    codec.encode(body, out, 0);
    return Bytes.wrap(out);
  }
}

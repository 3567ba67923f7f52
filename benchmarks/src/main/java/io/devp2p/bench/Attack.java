package io.devp2p.bench;

import io.devp2p.core.Bounds;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.Enode;
import io.devp2p.core.rlp.RlpWriter;
import io.devp2p.rlpx.netty.RlpxHandler;
import io.devp2p.wire.Capability;
import io.devp2p.wire.ClientId;
import io.devp2p.wire.p2p.Hello;
import io.devp2p.wire.p2p.P2pCodec;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.tuweni.bytes.Bytes;
import org.xerial.snappy.Snappy;

/** What {@link HostilePeers} does to a host: connections from ever new addresses of 127.0.0.0/8. */
enum Attack {
  /** Connects and says nothing. */
  SILENCE(false, List.of()),
  /** An auth packet of a size that is right, and nothing else. */
  JUNK_AUTH(false, List.of()),
  /** Handshakes, the dearest thing that can be asked for, and leaves. */
  HANDSHAKES(true, List.of()),
  /** A message before Hello. */
  NO_HELLO(true, List.of(Bytes.of(0x10, 0))),
  /** A thousand Pings at once. */
  PINGS(true, repeat(1000, Bytes.concatenate(Bytes.of(2), snappy(Bytes.of(0xc0))))),
  /** A Snappy block that says it is 16 MiB. */
  BOMB(true, List.of(Bytes.concatenate(Bytes.of(0x10), Bytes.fromHexString("0x80808008000102")))),
  /** Questions of 64 KiB as fast as they go, whose answers are not read. */
  FLOOD(true, repeat(400, Bytes.concatenate(Bytes.of(0x10), snappy(Bytes.wrap(new byte[65536])))));

  /** Connections at once: more than are let in. */
  private static final int AT_ONCE = 64;

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final boolean shakesHands;

  @SuppressWarnings("ImmutableEnumChecker") // never changed
  private final List<Bytes> frames;

  Attack(boolean shakesHands, List<Bytes> frames) {
    this.shakesHands = shakesHands;
    this.frames = frames;
  }

  private static List<Bytes> repeat(int times, Bytes frame) {
    return Collections.nCopies(times, frame);
  }

  private static Bytes snappy(Bytes message) {
    try {
      return Bytes.wrap(Snappy.compress(message.toArrayUnsafe()));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** Goes on until the process is killed. */
  void run(Enode target) throws InterruptedException {
    EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    AtomicInteger addresses = new AtomicInteger();
    for (int i = 0; i < AT_ONCE; i++) {
      connect(loops, target, addresses);
    }
    TimeUnit.HOURS.sleep(1);
  }

  private void connect(EventLoopGroup loops, Enode target, AtomicInteger addresses) {
    int n = addresses.getAndIncrement();
    InetSocketAddress from =
        new InetSocketAddress("127." + (1 + n % 250) + "." + n / 250 % 250 + ".1", 0);
    ChannelFuture connected =
        new Bootstrap()
            .group(loops)
            .channel(NioSocketChannel.class)
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    begin(channel, target);
                  }
                })
            .connect(target.endpoint().orElseThrow().tcpAddress(), from);
    connected
        .channel()
        .closeFuture()
        .addListener(closed ->
            loops.schedule(() -> connect(loops, target, addresses), 100, TimeUnit.MILLISECONDS));
  }

  private void begin(Channel channel, Enode target) {
    if (!shakesHands) {
      if (this == JUNK_AUTH) {
        channel.pipeline().addLast(new Junk());
      }
      return;
    }
    NodeKey key = NodeKey.generate(new SecureRandom());
    RlpxHandler.Config config =
        new RlpxHandler.Config(key, Runnable::run, new SecureRandom(), TIMEOUT, Bounds.MESSAGE);
    channel.pipeline().addLast(RlpxHandler.initiator(config, target.key()), new Script(key));
  }

  private static final class Junk extends ChannelInboundHandlerAdapter {
    @Override
    public void channelActive(ChannelHandlerContext ctx) {
      byte[] auth = new byte[2 + 400];
      new SecureRandom().nextBytes(auth);
      auth[0] = 400 >> 8;
      auth[1] = (byte) 400;
      auth[2] = 4;
      ctx.writeAndFlush(Unpooled.wrappedBuffer(auth));
    }
  }

  private final class Script extends ChannelInboundHandlerAdapter {
    private final NodeKey key;

    Script(NodeKey key) {
      this.key = key;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (Attack.this == HANDSHAKES) {
        ctx.close();
        return;
      }
      if (Attack.this != NO_HELLO) {
        Bytes id = key.publicKey().bytes();
        List<Capability> echo = List.of(new Capability("echo", 1));
        Hello hello = new Hello(Hello.VERSION, ClientId.of("evil"), echo, 0, id);
        ctx.write(Bytes.concatenate(RlpWriter.encode(w -> w.uint(0)), P2pCodec.encode(hello)));
      }
      if (Attack.this == FLOOD) {
        ctx.channel().config().setAutoRead(false);
      }
      frames.forEach(ctx::write);
      ctx.flush();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {}

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      ctx.close();
    }
  }
}

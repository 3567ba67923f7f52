package io.devp2p.discovery.netty;

import io.devp2p.core.NetworkException;
import io.devp2p.discovery.TxtResolver;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.resolver.dns.DnsErrorCauseException;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsNameResolverChannelStrategy;
import io.netty.resolver.dns.DnsNameResolverTimeoutException;
import io.netty.resolver.dns.NoopDnsCache;
import io.netty.resolver.dns.NoopDnsCnameCache;
import io.netty.resolver.dns.SequentialDnsServerAddressStreamProvider;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.tuweni.bytes.Bytes;

/**
 * TXT records by Netty's resolver: over UDP, and over TCP where the answer was cut. Thread-safe;
 * futures complete on its loop. Netty does not tell a name that has no TXT record from one for
 * which there is no answer: both fail.
 */
public final class NettyTxtResolver implements TxtResolver, AutoCloseable {

  /** EDNS payload that passes the usual path MTU unfragmented (DNS flag day 2020). */
  private static final int PAYLOAD = 1232;

  /** Servers that are asked one after another, and aliases that are followed, for one question. */
  private static final int QUERIES = 8;

  private final DnsNameResolver resolver;

  /**
   * A resolver.
   *
   * @param loop where it works; it is not shut down by {@link #close}
   * @param server the server to ask; empty for those of the system
   * @param timeout how long one server may take for one answer
   */
  public NettyTxtResolver(EventLoop loop, Optional<InetSocketAddress> server, Duration timeout) {
    DnsNameResolverBuilder builder =
        new DnsNameResolverBuilder(loop)
            .datagramChannelFactory(NettyTxtResolver::datagrams)
            .socketChannelFactory(NioSocketChannel::new)
            // A port of its own for each question, so that an answer is hard to forge.
            .datagramChannelStrategy(DnsNameResolverChannelStrategy.ChannelPerResolution)
            .maxPayloadSize(PAYLOAD)
            .maxQueriesPerResolve(QUERIES)
            .queryTimeoutMillis(timeout.toMillis())
            .searchDomains(List.of())
            .resolveCache(NoopDnsCache.INSTANCE)
            .cnameCache(NoopDnsCnameCache.INSTANCE);
    server.ifPresent(
        s -> builder.nameServerProvider(new SequentialDnsServerAddressStreamProvider(s)));
    resolver = builder.build();
  }

  private static NioDatagramChannel datagrams() {
    NioDatagramChannel channel = new NioDatagramChannel();
    // Netty's pooling allocators start Flight Recorder, which takes 0.4 s.
    channel.config().setAllocator(UnpooledByteBufAllocator.DEFAULT);
    return channel;
  }

  @Override
  public CompletableFuture<List<Bytes>> resolve(String name) {
    CompletableFuture<List<Bytes>> texts = new CompletableFuture<>();
    try {
      resolver
          .resolveAll(new DefaultDnsQuestion(name + ".", DnsRecordType.TXT))
          .addListener((Future<List<DnsRecord>> answered) -> {
            if (answered.isSuccess()) {
              texts.complete(texts(answered.getNow()));
            } else {
              fail(texts, name, answered.cause());
            }
          });
    } catch (IllegalArgumentException noDnsName) {
      fail(texts, name, noDnsName);
    }
    return texts;
  }

  private static List<Bytes> texts(List<DnsRecord> records) {
    try {
      return records.stream()
          .filter(record -> record.type().equals(DnsRecordType.TXT))
          .map(record -> text(((ByteBufHolder) record).content()))
          .toList();
    } finally {
      records.forEach(ReferenceCountUtil::release);
    }
  }

  /** Joins the character-strings (RFC 1035, 3.3): a byte of length before each. */
  static Bytes text(ByteBuf strings) {
    byte[] text = new byte[strings.readableBytes()];
    int size = 0;
    while (strings.isReadable()) {
      int length = Math.min(strings.readUnsignedByte(), strings.readableBytes());
      strings.readBytes(text, size, length);
      size += length;
    }
    return Bytes.wrap(text, 0, size);
  }

  private static void fail(CompletableFuture<List<Bytes>> texts, String name, Throwable cause) {
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof DnsErrorCauseException error) {
        if (error.getCode().equals(DnsResponseCode.NXDOMAIN)) {
          texts.complete(List.of());
        } else {
          texts.completeExceptionally(
              new NetworkException.Unreachable("DNS answers " + error.getCode() + " for " + name));
        }
        return;
      }
      if (t instanceof DnsNameResolverTimeoutException) {
        texts.completeExceptionally(new NetworkException.TimedOut("DNS to answer for " + name));
        return;
      }
    }
    texts.completeExceptionally(
        new NetworkException.Unreachable(
            "DNS has no answer for " + name + ": " + cause.getMessage()));
  }

  /** Closes its sockets. */
  @Override
  public void close() {
    resolver.close();
  }
}

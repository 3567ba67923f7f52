package io.devp2p.discovery;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.tuweni.bytes.Bytes;

/**
 * The door to DNS. Thread-safe. {@link io.devp2p.discovery.netty.NettyTxtResolver} is the usual
 * one; a program may bring its own, for example one that speaks DNS over HTTPS.
 */
@FunctionalInterface
public interface TxtResolver {

  /**
   * Asks for the TXT records of a name.
   *
   * @param name fully qualified, without a dot at the end; no search list applies
   * @return each record as its character-strings joined without separator; empty where the name or
   *     the type does not exist; fails with a {@link io.devp2p.core.NetworkException} where there
   *     is no answer
   */
  CompletableFuture<List<Bytes>> resolve(String name);
}

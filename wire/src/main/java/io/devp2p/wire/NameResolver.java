package io.devp2p.wire;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Looks up the names of static nodes, before each dial. */
@FunctionalInterface
public interface NameResolver {

  /** As the operating system does it, on a virtual thread of its own. */
  NameResolver SYSTEM =
      host ->
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return List.of(InetAddress.getAllByName(host));
                } catch (UnknownHostException unknown) {
                  throw new CompletionException(unknown);
                }
              },
              task -> Thread.ofVirtual().name("devp2p-names").start(task));

  /** The addresses of a name, of either family; none, or a failure, where there are none now. */
  CompletableFuture<List<InetAddress>> resolve(String host);
}

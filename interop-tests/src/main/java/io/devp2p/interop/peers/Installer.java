package io.devp2p.interop.peers;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Provides reference peers in a cache folder, once for all checkouts and processes: a folder
 * appears there complete or not at all, and a lock file keeps two processes from the same work.
 * Thread-safe.
 */
public final class Installer {

  private static final Duration LOCK_POLL = Duration.ofMillis(200);

  private final Path peers;
  private final Consumer<String> progress;

  /**
   * @param cache folder of things that can be made again; created when needed
   * @param progress gets one line at a time about what is being done, for people
   */
  public Installer(Path cache, Consumer<String> progress) {
    this.peers = cache.toAbsolutePath().resolve("peers");
    this.progress = progress;
  }

  /** The usual cache: {@code DEVP2P_CACHE}, else below the user's cache folder. */
  public static Path usualCache(Map<String, String> environment) {
    String own = environment.getOrDefault("DEVP2P_CACHE", "");
    if (!own.isEmpty()) {
      return Path.of(own);
    }
    String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path caches = xdg.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(xdg);
    return caches.resolve("devp2p");
  }

  /** The peer as it is in the cache, if it is there; touches nothing. */
  public Optional<Installation> find(ReferencePeer peer) {
    return Installation.read(peer, folder(peer), Recipes.fingerprint(peer));
  }

  /** What is known of a peer without doing anything. */
  public PeerReport report(ReferencePeer peer) {
    return find(peer).map(PeerReport::of).orElseGet(() -> PeerReport.notInstalled(peer));
  }

  /**
   * Provides a peer unless it is there. Takes from seconds to many minutes.
   *
   * @return the installation, or the reason why there is none
   */
  public PeerReport provide(ReferencePeer peer) {
    Optional<Installation> present = find(peer);
    if (present.isPresent()) {
      return PeerReport.of(present.get());
    }
    try {
      Files.createDirectories(peers);
      try (FileChannel channel =
              FileChannel.open(
                  peers.resolve(folder(peer).getFileName() + ".lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock held = lock(channel, peer)) {
        // Whoever held the lock before may have done the work.
        Optional<Installation> made = held.isValid() ? find(peer) : Optional.empty();
        return PeerReport.of(made.isPresent() ? made.get() : make(peer));
      }
    } catch (Unavailable absent) {
      return PeerReport.unavailable(peer, absent.reason());
    } catch (IOException failed) {
      return PeerReport.unavailable(peer, "the cache " + peers + " cannot be used: " + failed);
    }
  }

  /** Checkouts with different recipes for a version must not take it from each other. */
  private Path folder(ReferencePeer peer) {
    return peers.resolve(peer.name() + "-" + Recipes.fingerprint(peer).substring(0, 8));
  }

  private FileLock lock(FileChannel channel, ReferencePeer peer) throws IOException, Unavailable {
    boolean told = false;
    while (true) {
      FileLock lock = tryLock(channel);
      if (lock != null) {
        return lock;
      }
      if (!told) {
        progress.accept(peer + ": waiting for another process that installs it");
        told = true;
      }
      try {
        TimeUnit.MILLISECONDS.sleep(LOCK_POLL.toMillis());
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new Unavailable("interrupted while another process installed it");
      }
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldByAnotherThread) {
      return null;
    }
  }

  private Installation make(ReferencePeer peer) throws IOException, Unavailable {
    progress.accept(peer + ": installing, " + peer.recipe().origin());
    long start = System.nanoTime();
    Path building = Files.createTempDirectory(peers, peer.name() + ".new");
    Path tools = Files.createTempDirectory(peers, peer.name() + ".log");
    try {
      Toolchain toolchain = new Toolchain(tools, peer.name(), progress);
      Map<String, String> checksums = Recipes.carryOut(peer, building, toolchain);
      long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
      Installation made = new Installation(peer, folder(peer), checksums, seconds);
      made.stamp(building, Recipes.fingerprint(peer));
      replace(building, made.folder());
      progress.accept(peer + ": installed in " + seconds + " s");
      return made;
    } finally {
      Folders.delete(building);
      Folders.delete(tools);
    }
  }

  /** What stood there before was torn or made by another recipe. */
  private static void replace(Path made, Path target) throws IOException {
    if (Files.exists(target)) {
      Path old = Files.createTempDirectory(target.getParent(), target.getFileName() + ".old");
      Files.move(target, old.resolve("peer"));
      Folders.delete(old);
    }
    Files.move(made, target);
  }
}

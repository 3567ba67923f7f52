package io.devp2p.nativecrypto;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The shared library out of ACINQ's resource jar, and its functions. It stays loaded until the JVM
 * ends.
 */
@SuppressWarnings("restricted") // loading foreign code is what this class is for
final class Library {

  private static final String FILE = "libsecp256k1-jni.so";

  private final Linker linker = Linker.nativeLinker();
  private final SymbolLookup symbols = load();

  /** The folder of the jar for this machine; other systems than Linux are not in it. */
  private static String resource() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String machine =
        switch (System.getProperty("os.arch")) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64" -> "aarch64";
          case String other -> other;
        };
    return "/fr/acinq/secp256k1/jni/native/" + system + "-" + machine + "/" + FILE;
  }

  /**
   * The loader of the system wants a file. It lies in a directory that only our user can enter, and
   * is gone when it is mapped, so nobody can exchange it and nothing stays behind.
   */
  private static SymbolLookup load() {
    String resource = resource();
    try (InputStream content = Library.class.getResourceAsStream(resource)) {
      if (content == null) {
        throw new IllegalStateException("no libsecp256k1 for this platform: " + resource);
      }
      Path directory = Files.createTempDirectory("devp2p");
      Path file = directory.resolve(FILE);
      try {
        Files.copy(content, file);
        return SymbolLookup.libraryLookup(file, Arena.global());
      } finally {
        Files.deleteIfExists(file);
        Files.delete(directory);
      }
    } catch (IOException unwritable) {
      throw new UncheckedIOException("libsecp256k1 cannot be unpacked", unwritable);
    }
  }

  /** A function of the library, by its name without the prefix. */
  MethodHandle function(String name, FunctionDescriptor signature, Linker.Option... options) {
    MemorySegment address =
        symbols
            .find("secp256k1_" + name)
            .orElseThrow(() -> new IllegalStateException("libsecp256k1 has no " + name));
    return linker.downcallHandle(address, signature, options);
  }

  /**
   * A function that takes the context and the arguments named, and returns an int. It takes arrays
   * as they are, for which the garbage collector has to wait until it returns: at most some 50
   * microseconds.
   */
  MethodHandle onArrays(String name, MemoryLayout... afterContext) {
    return function(
        name,
        FunctionDescriptor.of(JAVA_INT, ADDRESS).appendArgumentLayouts(afterContext),
        Linker.Option.critical(true));
  }
}

package io.devp2p.nativecrypto;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.devp2p.core.crypto.Secp256k1;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.security.SecureRandom;

/**
 * The tier of libsecp256k1 (github.com/bitcoin-core/secp256k1), through the Foreign Function API.
 * Found by {@link java.util.ServiceLoader}; nobody needs to name it. Loading the class loads the
 * library.
 *
 * <p>Only {@code secp256k1_ecdh} and the functions for signing and for making public keys see a
 * secret, and they take constant time. Thread-safe: the context is changed once, before anybody
 * uses it.
 */
@SuppressWarnings("restricted") // calling foreign code is what this class is for
public final class LibSecp256k1 implements Secp256k1 {

  /** From {@code secp256k1.h}: a context for everything, and the uncompressed form of a point. */
  private static final int CONTEXT_NONE = 1;

  private static final int EC_UNCOMPRESSED = 2;

  /** Sizes of the library's own forms of a key, a signature and a recoverable signature. */
  private static final int KEY = 64;

  private static final int SIGNATURE = 64;
  private static final int RECOVERABLE = 65;

  private static final int UNCOMPRESSED = 65;
  private static final int COMPRESSED = 33;

  private static final MemorySegment NONE = MemorySegment.NULL;

  private static final Functions LIB = new Functions(new Library());
  private static final MemorySegment CONTEXT = context();
  private static final MemorySegment POINT_ITSELF = hashFunction();

  /** What is called. A record, so that the compiler of the JVM takes its handles for constants. */
  private record Functions(
      MethodHandle contextCreate,
      MethodHandle contextRandomize,
      MethodHandle parseKey,
      MethodHandle serializeKey,
      MethodHandle createKey,
      MethodHandle ecdh,
      MethodHandle sign,
      MethodHandle serializeRecoverable,
      MethodHandle parseRecoverable,
      MethodHandle recover,
      MethodHandle parseSignature,
      MethodHandle verify) {

    Functions(Library library) {
      this(
          library.function("context_create", FunctionDescriptor.of(ADDRESS, JAVA_INT)),
          library.onArrays("context_randomize", ADDRESS),
          library.onArrays("ec_pubkey_parse", ADDRESS, ADDRESS, JAVA_LONG),
          library.onArrays("ec_pubkey_serialize", ADDRESS, ADDRESS, ADDRESS, JAVA_INT),
          library.onArrays("ec_pubkey_create", ADDRESS, ADDRESS),
          // Calls back, so it may not be a critical function and take arrays.
          library.function(
              "ecdh",
              FunctionDescriptor.of(
                  JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS)),
          library.onArrays("ecdsa_sign_recoverable", ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS),
          library.onArrays(
              "ecdsa_recoverable_signature_serialize_compact", ADDRESS, ADDRESS, ADDRESS),
          library.onArrays("ecdsa_recoverable_signature_parse_compact", ADDRESS, ADDRESS, JAVA_INT),
          library.onArrays("ecdsa_recover", ADDRESS, ADDRESS, ADDRESS),
          library.onArrays("ecdsa_signature_parse_compact", ADDRESS, ADDRESS),
          library.onArrays("ecdsa_verify", ADDRESS, ADDRESS, ADDRESS));
    }
  }

  private static MemorySegment context() {
    byte[] blinding = new byte[32];
    new SecureRandom().nextBytes(blinding); // against whoever measures what multiplying costs
    try {
      MemorySegment context = (MemorySegment) LIB.contextCreate.invokeExact(CONTEXT_NONE);
      if ((int) LIB.contextRandomize.invokeExact(context, of(blinding)) != 1) {
        throw new IllegalStateException("libsecp256k1 cannot blind its context");
      }
      return context;
    } catch (Throwable failed) {
      throw bug(failed);
    }
  }

  /** The function to which ECDH hands its point: by default a SHA-256, here one that keeps it. */
  private static MemorySegment hashFunction() {
    AddressLayout coordinate = ADDRESS.withTargetLayout(MemoryLayout.sequenceLayout(32, JAVA_BYTE));
    AddressLayout point =
        ADDRESS.withTargetLayout(MemoryLayout.sequenceLayout(COMPRESSED, JAVA_BYTE));
    try {
      MethodHandle compress =
          MethodHandles.lookup()
              .findStatic(
                  LibSecp256k1.class,
                  "compress",
                  MethodType.methodType(
                      int.class,
                      MemorySegment.class,
                      MemorySegment.class,
                      MemorySegment.class,
                      MemorySegment.class));
      return Linker.nativeLinker()
          .upcallStub(
              compress,
              FunctionDescriptor.of(JAVA_INT, point, coordinate, coordinate, ADDRESS),
              Arena.global());
    } catch (ReflectiveOperationException missing) {
      throw bug(missing);
    }
  }

  // Called by the library, which no compiler sees: an exception here would end the JVM.
  @SuppressWarnings("UnusedMethod")
  private static int compress(
      MemorySegment point, MemorySegment x, MemorySegment y, MemorySegment unused) {
    point.set(JAVA_BYTE, 0, (byte) (2 + (y.get(JAVA_BYTE, 31) & 1)));
    MemorySegment.copy(x, 0, point, 1, 32);
    return 1;
  }

  @Override
  public String name() {
    return "libsecp256k1";
  }

  @Override
  public int priority() {
    return 100;
  }

  @Override
  public void publicKey(byte[] secret, int secretAt, byte[] point, int pointAt) {
    byte[] key = new byte[KEY];
    try {
      check((int) LIB.createKey.invokeExact(CONTEXT, of(key), of(secret, secretAt, 32)));
    } catch (Throwable failed) {
      throw bug(failed);
    }
    write(key, point, pointAt);
  }

  @Override
  public boolean isPoint(byte[] point, int pointAt) {
    return parse(point, pointAt, new byte[KEY]);
  }

  @Override
  public boolean decompress(byte[] compressed, int compressedAt, byte[] point, int pointAt) {
    byte[] key = new byte[KEY];
    boolean known = parse(of(compressed, compressedAt, COMPRESSED), COMPRESSED, key);
    if (known) {
      write(key, point, pointAt);
    }
    return known;
  }

  @Override
  public void ecdh(
      byte[] secret, int secretAt, byte[] point, int pointAt, byte[] compressed, int compressedAt) {
    byte[] key = key(point, pointAt);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment shared = arena.allocate(COMPRESSED);
      MemorySegment theirs = arena.allocate(KEY);
      MemorySegment ours = arena.allocate(32);
      MemorySegment.copy(key, 0, theirs, JAVA_BYTE, 0, KEY);
      MemorySegment.copy(secret, secretAt, ours, JAVA_BYTE, 0, 32);
      check((int) LIB.ecdh.invokeExact(CONTEXT, shared, theirs, ours, POINT_ITSELF, NONE));
      MemorySegment.copy(shared, JAVA_BYTE, 0, compressed, compressedAt, COMPRESSED);
      // Freed memory is not cleared by whoever gets it next.
      ours.fill((byte) 0);
      shared.fill((byte) 0);
    } catch (Throwable failed) {
      throw bug(failed);
    }
  }

  @Override
  public void sign(
      byte[] secret, int secretAt, byte[] hash, int hashAt, byte[] signature, int signatureAt) {
    byte[] made = new byte[RECOVERABLE];
    int[] recoveryId = new int[1];
    try {
      check(
          (int)
              LIB.sign.invokeExact(
                  CONTEXT, of(made), of(hash, hashAt, 32), of(secret, secretAt, 32), NONE, NONE));
      check(
          (int)
              LIB.serializeRecoverable.invokeExact(
                  CONTEXT,
                  of(signature, signatureAt, SIGNATURE),
                  MemorySegment.ofArray(recoveryId),
                  of(made)));
    } catch (Throwable failed) {
      throw bug(failed);
    }
    // 2 and 3 would need an abscissa above the group order: one nonce in 2^127 has it.
    signature[signatureAt + SIGNATURE] = (byte) recoveryId[0];
  }

  @Override
  public boolean verify(
      byte[] hash, int hashAt, byte[] signature, int signatureAt, byte[] point, int pointAt) {
    byte[] key = key(point, pointAt);
    byte[] parsed = new byte[SIGNATURE];
    try {
      return (int)
                  LIB.parseSignature.invokeExact(
                      CONTEXT, of(parsed), of(signature, signatureAt, SIGNATURE))
              == 1
          && (int) LIB.verify.invokeExact(CONTEXT, of(parsed), of(hash, hashAt, 32), of(key)) == 1;
    } catch (Throwable failed) {
      throw bug(failed);
    }
  }

  @Override
  public boolean recover(
      byte[] hash, int hashAt, byte[] signature, int signatureAt, byte[] point, int pointAt) {
    int recoveryId = signature[signatureAt + SIGNATURE];
    if ((recoveryId & ~1) != 0) {
      return false; // the library calls its error handler above 3, which ends the process
    }
    byte[] parsed = new byte[RECOVERABLE];
    byte[] key = new byte[KEY];
    try {
      boolean known =
          (int)
                      LIB.parseRecoverable.invokeExact(
                          CONTEXT, of(parsed), of(signature, signatureAt, SIGNATURE), recoveryId)
                  == 1
              && (int) LIB.recover.invokeExact(CONTEXT, of(key), of(parsed), of(hash, hashAt, 32))
                  == 1;
      if (known) {
        write(key, point, pointAt);
      }
      return known;
    } catch (Throwable failed) {
      throw bug(failed);
    }
  }

  /** The library's form of a point that is known to be one. */
  private static byte[] key(byte[] point, int pointAt) {
    byte[] key = new byte[KEY];
    if (!parse(point, pointAt, key)) {
      throw new IllegalStateException("BUG: not a point of the curve");
    }
    return key;
  }

  private static boolean parse(byte[] point, int pointAt, byte[] key) {
    byte[] uncompressed = new byte[UNCOMPRESSED];
    uncompressed[0] = 4;
    System.arraycopy(point, pointAt, uncompressed, 1, 64);
    return parse(of(uncompressed), UNCOMPRESSED, key);
  }

  private static boolean parse(MemorySegment encoded, long size, byte[] key) {
    try {
      return (int) LIB.parseKey.invokeExact(CONTEXT, of(key), encoded, size) == 1;
    } catch (Throwable failed) {
      throw bug(failed);
    }
  }

  private static void write(byte[] key, byte[] point, int pointAt) {
    byte[] uncompressed = new byte[UNCOMPRESSED];
    long[] size = {UNCOMPRESSED};
    try {
      check(
          (int)
              LIB.serializeKey.invokeExact(
                  CONTEXT,
                  of(uncompressed),
                  MemorySegment.ofArray(size),
                  of(key),
                  EC_UNCOMPRESSED));
    } catch (Throwable failed) {
      throw bug(failed);
    }
    System.arraycopy(uncompressed, 1, point, pointAt, 64);
  }

  private static MemorySegment of(byte[] bytes) {
    return MemorySegment.ofArray(bytes);
  }

  private static MemorySegment of(byte[] bytes, int at, int size) {
    return MemorySegment.ofArray(bytes).asSlice(at, size);
  }

  private static void check(int result) {
    if (result != 1) {
      throw new IllegalStateException("BUG: libsecp256k1 refuses what was checked before");
    }
  }

  private static IllegalStateException bug(Throwable failed) {
    return failed instanceof IllegalStateException known
        ? known
        : new IllegalStateException("BUG: a call of libsecp256k1", failed);
  }
}

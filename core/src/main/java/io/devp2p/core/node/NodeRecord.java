package io.devp2p.core.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.devp2p.core.Bounds;
import io.devp2p.core.Violation;
import io.devp2p.core.crypto.Curves;
import io.devp2p.core.crypto.Keccak;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.crypto.PublicKey;
import io.devp2p.core.crypto.Secp256k1;
import io.devp2p.core.crypto.Signatures;
import io.devp2p.core.rlp.RlpReader;
import io.devp2p.core.rlp.RlpWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * A signed node record (ENR, EIP-778) of the "v4" identity scheme. An instance exists only for a
 * record whose signature holds. Unknown entries are kept as they came: as the bytes of the record,
 * because nodes remember thousands of records, and need of most no more than where their nodes
 * live. Immutable; equal by its encoding.
 */
public final class NodeRecord {

  private static final String PREFIX = "enr:";
  private static final Bytes SCHEME = Bytes.wrap("v4".getBytes(US_ASCII));
  private static final int SIGNATURE = 64;
  private static final String ID_KEY = "id";
  private static final String PUBLIC_KEY = "secp256k1";

  private final Bytes encoded;
  private final long seq;
  private final PublicKey publicKey;
  private final NodeId id;
  private final List<Endpoint> endpoints;

  private NodeRecord(Bytes encoded, long seq, SortedMap<String, Bytes> pairs, PublicKey publicKey) {
    this.encoded = encoded;
    this.seq = seq;
    this.publicKey = publicKey;
    this.id = NodeId.of(publicKey);
    this.endpoints = endpoints(pairs);
  }

  /** {@link #decode(Secp256k1, Bytes)} by Bouncy Castle. */
  public static NodeRecord decode(Bytes rlp) {
    return decode(Curves.bouncyCastle(), rlp);
  }

  /**
   * Reads and verifies a record.
   *
   * @param curve verifies the signature
   * @param rlp the record and nothing else, at most 300 bytes
   * @throws Violation of an {@link EnrRule} or an RLP rule
   */
  public static NodeRecord decode(Secp256k1 curve, Bytes rlp) {
    Violation.unless(rlp.size() <= Bounds.NODE_RECORD, EnrRule.ENR_TOO_LARGE);
    RlpReader in = RlpReader.list(rlp);
    Bytes signature = in.bytes();
    long seq = in.uint64();
    TreeMap<String, Bytes> pairs = readPairs(in);
    Violation.unless(schemeIsKnown(pairs), EnrRule.ENR_SCHEME);
    PublicKey key = readKey(curve, pairs);
    Violation.unless(signature.size() == SIGNATURE, EnrRule.ENR_SIGNATURE);
    Bytes32 hash = Keccak.hash(content(seq, pairs));
    Violation.unless(Signatures.verify(curve, hash, signature, key), EnrRule.ENR_SIGNATURE);
    return new NodeRecord(Bytes.wrap(rlp.toArray()), seq, pairs, key);
  }

  /** {@link #parse(Secp256k1, String)} by Bouncy Castle. */
  public static NodeRecord parse(String text) {
    return parse(Curves.bouncyCastle(), text);
  }

  /**
   * Reads and verifies the text form.
   *
   * @param curve verifies the signature
   * @param text {@code enr:} and base64url without padding
   * @throws Violation of an {@link EnrRule} or an RLP rule
   */
  public static NodeRecord parse(Secp256k1 curve, String text) {
    Violation.unless(text.startsWith(PREFIX), EnrRule.ENR_TEXT);
    // The decoder would take padding; EIP-778 has none.
    Violation.unless(text.indexOf('=') < 0, EnrRule.ENR_TEXT);
    try {
      return decode(
          curve, Bytes.wrap(Base64.getUrlDecoder().decode(text.substring(PREFIX.length()))));
    } catch (IllegalArgumentException notBase64) {
      throw new Violation(EnrRule.ENR_TEXT);
    }
  }

  private static TreeMap<String, Bytes> readPairs(RlpReader in) {
    TreeMap<String, Bytes> pairs = new TreeMap<>();
    byte[] previous = null;
    while (!in.isAtEnd()) {
      byte[] key = in.bytes().toArrayUnsafe();
      Violation.unless(
          previous == null || Arrays.compareUnsigned(previous, key) < 0,
          EnrRule.ENR_KEYS_NOT_SORTED);
      Violation.unless(!in.isAtEnd() && pairs.size() < Bounds.NODE_RECORD_PAIRS, EnrRule.ENR_PAIRS);
      // ISO 8859-1 maps every byte to one character, so that the order of the map is the order of
      // the bytes.
      pairs.put(new String(key, ISO_8859_1), in.raw());
      previous = key;
    }
    return pairs;
  }

  private static boolean schemeIsKnown(SortedMap<String, Bytes> pairs) {
    Bytes scheme = pairs.get(ID_KEY);
    return scheme != null && scheme.equals(RlpWriter.encode(w -> w.bytes(SCHEME)));
  }

  private static PublicKey readKey(Secp256k1 curve, SortedMap<String, Bytes> pairs) {
    Bytes raw = pairs.get(PUBLIC_KEY);
    if (raw == null) {
      throw new Violation(EnrRule.ENR_KEY);
    }
    try {
      return PublicKey.ofCompressed(curve, RlpReader.of(raw).bytes(33));
    } catch (Violation notAKey) {
      throw new Violation(EnrRule.ENR_KEY);
    }
  }

  private static Bytes content(long seq, SortedMap<String, Bytes> pairs) {
    return RlpWriter.encodeList(w -> writeContent(w, seq, pairs));
  }

  private static void writeContent(RlpWriter out, long seq, SortedMap<String, Bytes> pairs) {
    out.uint(seq);
    pairs.forEach((key, value) -> out.bytes(Bytes.wrap(key.getBytes(ISO_8859_1))).raw(value));
  }

  /** Starts a new record. */
  public static Builder builder() {
    return new Builder(new TreeMap<>());
  }

  /** Starts a record with the entries of this one. */
  public Builder toBuilder() {
    return new Builder(readPairs());
  }

  /** Sequence number, unsigned: compare with {@link Long#compareUnsigned}. */
  public long seq() {
    return seq;
  }

  /** Whether this record is of the same node as another one and newer. */
  public boolean isNewerThan(NodeRecord other) {
    return id.equals(other.id) && Long.compareUnsigned(seq, other.seq) > 0;
  }

  /** The key that the record is signed with. */
  public PublicKey publicKey() {
    return publicKey;
  }

  /** The id of the node: keccak256 of its key. */
  public NodeId id() {
    return id;
  }

  /** The record as it travels, at most 300 bytes. */
  public Bytes encoded() {
    return encoded;
  }

  /** All entries in their order: key to RLP item; read anew from the record by each call. */
  public SortedMap<String, Bytes> pairs() {
    return Collections.unmodifiableSortedMap(readPairs());
  }

  private TreeMap<String, Bytes> readPairs() {
    RlpReader in = RlpReader.list(encoded);
    in.skip(); // the signature
    in.skip(); // the sequence number
    return readPairs(in);
  }

  /** The RLP item of an entry. */
  public Optional<Bytes> entry(String key) {
    return Optional.ofNullable(readPairs().get(key));
  }

  /**
   * Address and ports of the IPv4 family: empty without a usable address. An IPv4-mapped {@code
   * ip6} counts here, with the ports of this family (go-ethereum p2p/enode).
   */
  public Optional<Endpoint> ip4() {
    return ip4(readPairs());
  }

  private static Optional<Endpoint> ip4(Map<String, Bytes> pairs) {
    return address(pairs, "ip", 4)
        .or(() -> address(pairs, "ip6", 16).filter(a -> a.getAddress().length == 4))
        .map(a -> new Endpoint(a, port(pairs, "udp"), port(pairs, "tcp")));
  }

  /**
   * Address and ports of the IPv6 family; where {@code udp6} or {@code tcp6} are missing, {@code
   * udp} and {@code tcp} hold.
   */
  public Optional<Endpoint> ip6() {
    return ip6(readPairs());
  }

  private static Optional<Endpoint> ip6(Map<String, Bytes> pairs) {
    return address(pairs, "ip6", 16)
        .filter(a -> a.getAddress().length == 16)
        .map(a -> endpoint6(pairs, a));
  }

  /**
   * The endpoints of both families, the one that reaches farther first, IPv4 where they are equal.
   */
  public List<Endpoint> endpoints() {
    return endpoints;
  }

  private static List<Endpoint> endpoints(Map<String, Bytes> pairs) {
    List<Endpoint> found = new ArrayList<>(2);
    ip4(pairs).ifPresent(found::add);
    ip6(pairs).ifPresent(found::add);
    found.removeIf(e -> Endpoint.rank(e.address()) < 0);
    found.sort((a, b) -> Endpoint.rank(b.address()) - Endpoint.rank(a.address()));
    return List.copyOf(found);
  }

  /**
   * The fork id of the {@code eth} entry (devp2p enr-entries/eth.md): empty if absent or not
   * readable.
   */
  public Optional<ForkId> eth() {
    return value(readPairs(), "eth", in -> ForkId.read(in.list(), true));
  }

  private static Endpoint endpoint6(Map<String, Bytes> pairs, InetAddress address) {
    int udp = port(pairs, pairs.containsKey("udp6") ? "udp6" : "udp");
    int tcp = port(pairs, pairs.containsKey("tcp6") ? "tcp6" : "tcp");
    return new Endpoint(address, udp, tcp);
  }

  private static Optional<InetAddress> address(Map<String, Bytes> pairs, String key, int length) {
    return value(pairs, key, in -> inet(in.bytes(length)));
  }

  private static int port(Map<String, Bytes> pairs, String key) {
    return value(pairs, key, RlpReader::uint16).orElse(0);
  }

  /** An entry that does not decode leaves the record valid and is as if absent. */
  private static <T> Optional<T> value(
      Map<String, Bytes> pairs, String key, Function<RlpReader, T> read) {
    Bytes raw = pairs.get(key);
    if (raw == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(read.apply(RlpReader.of(raw)));
    } catch (Violation unusable) {
      return Optional.empty();
    }
  }

  private static InetAddress inet(Bytes address) {
    try {
      return InetAddress.getByAddress(address.toArrayUnsafe()); // unwraps IPv4-mapped IPv6
    } catch (UnknownHostException wrongLength) {
      throw new IllegalStateException(
          "BUG: an address of " + address.size() + " bytes", wrongLength);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NodeRecord record && encoded.equals(record.encoded);
  }

  @Override
  public int hashCode() {
    return encoded.hashCode();
  }

  /** The text form: {@code enr:} and base64url without padding. */
  @Override
  public String toString() {
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(encoded.toArrayUnsafe());
  }

  /** Collects the entries of a record until it is signed. Not thread-safe. */
  public static final class Builder {

    private final TreeMap<String, Bytes> pairs;

    private Builder(TreeMap<String, Bytes> pairs) {
      this.pairs = pairs;
    }

    /**
     * Sets an entry. {@code id} and {@code secp256k1} are set by signing, whatever is given here.
     *
     * @param key one byte for each character (ISO 8859-1)
     * @param rlp one RLP item
     * @throws IllegalArgumentException if the key has other characters, or the value is not one
     *     item
     */
    public Builder entry(String key, Bytes rlp) {
      if (!ISO_8859_1.newEncoder().canEncode(key)) {
        throw new IllegalArgumentException("a key of a node record has characters above U+00FF");
      }
      try {
        RlpReader in = RlpReader.of(rlp);
        in.skip();
        in.end();
      } catch (Violation notOneItem) {
        throw new IllegalArgumentException(
            "the value of " + key + " is not one RLP item", notOneItem);
      }
      pairs.put(key, Bytes.wrap(rlp.toArray()));
      return this;
    }

    /** Removes an entry. */
    public Builder without(String key) {
      pairs.remove(key);
      return this;
    }

    /** Sets {@code ip} or {@code ip6}. */
    public Builder address(InetAddress address) {
      byte[] bytes = address.getAddress();
      return entry(
          bytes.length == 4 ? "ip" : "ip6", RlpWriter.encode(w -> w.bytes(Bytes.wrap(bytes))));
    }

    /**
     * Sets a port: {@code udp}, {@code tcp}, {@code udp6} or {@code tcp6}; 0 removes it.
     *
     * @throws IllegalArgumentException if the port is not in 0..65535
     */
    public Builder port(String key, int port) {
      if (port >>> 16 != 0) {
        throw new IllegalArgumentException("the port " + port + " is not in 0..65535");
      }
      return port == 0 ? without(key) : entry(key, RlpWriter.encode(w -> w.uint(port)));
    }

    /** Sets the {@code eth} entry. */
    public Builder eth(ForkId forkId) {
      return entry("eth", RlpWriter.encodeList(forkId::write));
    }

    /**
     * Signs the record.
     *
     * @param seq sequence number, unsigned: higher than that of every record this key signed before
     * @throws IllegalArgumentException if the record has more than 300 bytes, or more entries than
     *     {@link Bounds#NODE_RECORD_PAIRS}
     */
    public NodeRecord sign(NodeKey key, long seq) {
      TreeMap<String, Bytes> signed = new TreeMap<>(pairs);
      signed.put(ID_KEY, RlpWriter.encode(w -> w.bytes(SCHEME)));
      signed.put(PUBLIC_KEY, RlpWriter.encode(w -> w.bytes(key.publicKey().compressed())));
      if (signed.size() > Bounds.NODE_RECORD_PAIRS) {
        throw new IllegalArgumentException(
            "the node record has "
                + signed.size()
                + " entries, more than "
                + Bounds.NODE_RECORD_PAIRS);
      }
      Bytes signature = key.sign(Keccak.hash(content(seq, signed))).slice(0, SIGNATURE);
      Bytes encoded =
          RlpWriter.encodeList(w -> {
            w.bytes(signature);
            writeContent(w, seq, signed);
          });
      if (encoded.size() > Bounds.NODE_RECORD) {
        throw new IllegalArgumentException(
            "the node record has " + encoded.size() + " bytes, more than " + Bounds.NODE_RECORD);
      }
      return new NodeRecord(encoded, seq, signed, key.publicKey());
    }
  }
}

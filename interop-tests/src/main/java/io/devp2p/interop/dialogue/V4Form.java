package io.devp2p.interop.dialogue;

import io.devp2p.core.crypto.Keccak;
import io.devp2p.core.crypto.NodeKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.tuweni.bytes.Bytes;

/**
 * A discv4 packet that can be wrong in every way: {@code hash || signature || type || data}
 * (discv4.md, Wire Protocol). What is not changed is right.
 *
 * @param name what it is, for people
 * @param type packet type
 * @param items elements of the packet data, encoded
 * @param data takes the place of the list of items
 * @param tail follows the packet data
 * @param signature changes the signature of 65 bytes; the hash is made after that
 * @param datagram changes the whole, at last
 */
public record V4Form(
    String name,
    int type,
    List<Bytes> items,
    Optional<Bytes> data,
    Bytes tail,
    UnaryOperator<Bytes> signature,
    UnaryOperator<Bytes> datagram) {

  private static final int HASH = 32;

  /** A packet with these elements. */
  public V4Form(String name, int type, Bytes... items) {
    this(
        name,
        type,
        List.of(items),
        Optional.empty(),
        Bytes.EMPTY,
        UnaryOperator.identity(),
        UnaryOperator.identity());
  }

  public V4Form {
    items = List.copyOf(items);
  }

  /** With another packet type. */
  public V4Form ofType(int other) {
    return new V4Form(name, other, items, data, tail, signature, datagram);
  }

  /** With another element in its place, counted from 0. */
  public V4Form with(int index, Bytes item) {
    List<Bytes> changed = new ArrayList<>(items);
    changed.set(index, item);
    return new V4Form(name, type, changed, data, tail, signature, datagram);
  }

  /** With so many elements only. */
  public V4Form cut(int count) {
    return new V4Form(name, type, items.subList(0, count), data, tail, signature, datagram);
  }

  /** With more elements. */
  public V4Form plus(Bytes... more) {
    List<Bytes> changed = new ArrayList<>(items);
    changed.addAll(List.of(more));
    return new V4Form(name, type, changed, data, tail, signature, datagram);
  }

  /** With something else than a list of elements. */
  public V4Form data(Bytes other) {
    return new V4Form(name, type, items, Optional.of(other), tail, signature, datagram);
  }

  /** With bytes behind the list. */
  public V4Form tail(Bytes bytes) {
    return new V4Form(name, type, items, data, bytes, signature, datagram);
  }

  /** With another signature. */
  public V4Form signature(UnaryOperator<Bytes> change) {
    return new V4Form(name, type, items, data, tail, change, datagram);
  }

  /** With other bytes on the wire. */
  public V4Form datagram(UnaryOperator<Bytes> change) {
    return new V4Form(name, type, items, data, tail, signature, change);
  }

  /** Filled up with bytes behind the list to a size. */
  public V4Form sized(NodeKey key, int size) {
    return tail(Bytes.repeat((byte) 0x55, size - encode(key).size()));
  }

  /** The datagram. */
  Bytes encode(NodeKey key) {
    Bytes body = Bytes.concatenate(Bytes.of(type), data.orElseGet(() -> Items.list(items)), tail);
    Bytes signed = Bytes.concatenate(signature.apply(key.sign(Keccak.hash(body))), body);
    return datagram.apply(Bytes.concatenate(Keccak.hash(signed), signed));
  }

  /** The hash that names a datagram. */
  static Bytes hash(Bytes datagram) {
    return datagram.slice(0, Math.min(HASH, datagram.size()));
  }
}

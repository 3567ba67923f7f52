package io.devp2p.wire.trie;

import io.devp2p.core.Violation;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * The root of a list: of the trie that maps the RLP of each index to the item there. So headers
 * commit to transactions, receipts and withdrawals (Yellow Paper, 4.3). Pure; any thread.
 */
public final class OrderedRoot {

  private OrderedRoot() {}

  /**
   * The root of items in their consensus encoding (typed ones with their type byte, not wrapped in
   * a string).
   *
   * @throws Violation of {@link TrieRule#TRIE_EMPTY_VALUE} if an item is empty: a trie cannot hold
   *     it, so no list with such an item has a root
   */
  public static Bytes32 of(List<Bytes> items) {
    Bytes[] values = items.toArray(Bytes[]::new);
    TrieBuilder builder = new TrieBuilder();
    // The RLP of 0 is 0x80: it comes behind those of 1 to 127, which are their own RLP.
    for (int i = 1; i < Math.min(values.length, 0x80); i++) {
      add(builder, new byte[] {(byte) i}, values[i]);
    }
    if (values.length > 0) {
      add(builder, new byte[] {(byte) 0x80}, values[0]);
    }
    for (int i = 0x80; i < values.length; i++) {
      add(builder, longKey(i), values[i]);
    }
    return builder.finish();
  }

  private static void add(TrieBuilder builder, byte[] key, Bytes value) {
    Violation.unless(!value.isEmpty(), TrieRule.TRIE_EMPTY_VALUE);
    builder.add(key, value.toArrayUnsafe());
  }

  /** RLP of an index from 0x80 on. */
  private static byte[] longKey(int index) {
    int bytes = (39 - Integer.numberOfLeadingZeros(index)) / 8;
    byte[] key = new byte[1 + bytes];
    key[0] = (byte) (0x80 + bytes);
    for (int i = 1; i <= bytes; i++) {
      key[i] = (byte) (index >>> 8 * (bytes - i));
    }
    return key;
  }
}

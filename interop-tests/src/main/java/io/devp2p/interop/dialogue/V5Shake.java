package io.devp2p.interop.dialogue;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.tuweni.bytes.Bytes;

/**
 * A handshake of discv5 that can be wrong in every way. What is not changed is right.
 *
 * @param record the record that goes with it; empty for none
 * @param signature changes the proof of identity, of 64 bytes
 * @param ephemeral changes the ephemeral key, of 33 bytes, when all is computed
 * @param message changes the encrypted message
 */
public record V5Shake(
    Optional<Bytes> record,
    UnaryOperator<Bytes> signature,
    UnaryOperator<Bytes> ephemeral,
    UnaryOperator<Bytes> message) {

  /** A right one. */
  public static V5Shake with(Bytes record) {
    return new V5Shake(
        Optional.of(record),
        UnaryOperator.identity(),
        UnaryOperator.identity(),
        UnaryOperator.identity());
  }

  /** Without record. */
  public V5Shake withoutRecord() {
    return new V5Shake(Optional.empty(), signature, ephemeral, message);
  }

  /** With another record. */
  public V5Shake record(Bytes other) {
    return new V5Shake(Optional.of(other), signature, ephemeral, message);
  }

  /** With another proof of identity. */
  public V5Shake signature(UnaryOperator<Bytes> change) {
    return new V5Shake(record, change, ephemeral, message);
  }

  /** With another ephemeral key. */
  public V5Shake ephemeral(UnaryOperator<Bytes> change) {
    return new V5Shake(record, signature, change, message);
  }

  /** With another encrypted message. */
  public V5Shake message(UnaryOperator<Bytes> change) {
    return new V5Shake(record, signature, ephemeral, change);
  }
}

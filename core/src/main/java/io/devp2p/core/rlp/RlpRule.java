package io.devp2p.core.rlp;

import io.devp2p.core.Rule;

/**
 * How bytes can fail to be the RLP that was expected (Yellow Paper, appendix B; all are {@link
 * Rule.Kind#MALFORMED}).
 */
public enum RlpRule implements Rule {
  /** An item is longer than what encloses it. */
  RLP_TRUNCATED,
  /**
   * A byte below 0x80 with a prefix, a long form for less than 56 bytes, or a length with leading
   * zeros.
   */
  RLP_NOT_CANONICAL,
  /** An integer with leading zeros. */
  RLP_INTEGER_LEADING_ZERO,
  /** An integer that does not fit its type. */
  RLP_INTEGER_TOO_LARGE,
  /** A boolean other than 0 and 1. */
  RLP_NOT_A_BOOLEAN,
  /** A list where a byte string was expected. */
  RLP_EXPECTED_BYTES,
  /** A byte string where a list was expected. */
  RLP_EXPECTED_LIST,
  /** A byte string of the wrong length. */
  RLP_WRONG_LENGTH,
  /** The list has fewer elements than expected. */
  RLP_MISSING_ELEMENT,
  /** The list has more elements than expected, or bytes follow the value. */
  RLP_EXTRA_ELEMENT,
  /** Lists are nested too deeply. */
  RLP_TOO_DEEP;

  @Override
  public Kind kind() {
    return Kind.MALFORMED;
  }

  @Override
  public String anchor() {
    return "Yellow Paper, appendix B";
  }
}

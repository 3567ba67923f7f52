package io.devp2p.core.node;

import io.devp2p.core.Rule;

/** How bytes can fail to be a node record (EIP-778; all are {@link Rule.Kind#MALFORMED}). */
public enum EnrRule implements Rule {
  /** More than 300 bytes. */
  ENR_TOO_LARGE("EIP-778, RLP encoding"),
  /** Keys are not strictly ascending, or one stands twice. */
  ENR_KEYS_NOT_SORTED("EIP-778, record structure"),
  /** A key without a value, or more than 32 pairs. */
  ENR_PAIRS("EIP-778, record structure"),
  /** The identity scheme is missing or unknown. */
  ENR_SCHEME("EIP-778, \"v4\" identity scheme"),
  /** The public key is missing or is none. */
  ENR_KEY("EIP-778, \"v4\" identity scheme"),
  /** The signature is not 64 bytes, not by the key of the record, or has a high s. */
  ENR_SIGNATURE("EIP-778, \"v4\" identity scheme"),
  /** The text form has another prefix, another alphabet or padding. */
  ENR_TEXT("EIP-778, text encoding"),
  /** An enode URL that does not parse. */
  ENODE_URL("devp2p enode URL format");

  private final String anchor;

  EnrRule(String anchor) {
    this.anchor = anchor;
  }

  @Override
  public Kind kind() {
    return Kind.MALFORMED;
  }

  @Override
  public String anchor() {
    return anchor;
  }
}

package io.devp2p.wire;

import io.devp2p.core.Rule;

/**
 * How requests can be too many, and answers fail to belong to one (EIP-2481; devp2p caps/eth.md,
 * caps/snap.md).
 */
public enum RequestRule implements Rule {
  /** An answer to what was never asked, or was answered before. */
  REQUEST_UNSOLICITED,
  /** An answer of another type than the request wants. */
  REQUEST_WRONG_ANSWER,
  /** More requests than anybody needs before the answers to the first ones. */
  REQUEST_FLOOD;

  @Override
  public Kind kind() {
    return Kind.MISBEHAVED;
  }

  @Override
  public String anchor() {
    return "EIP-2481";
  }
}

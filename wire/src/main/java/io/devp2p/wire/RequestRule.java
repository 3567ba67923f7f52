package io.devp2p.wire;

import io.devp2p.core.Rule;

/** How an answer can fail to belong to a request (EIP-2481; devp2p caps/eth.md, caps/snap.md). */
public enum RequestRule implements Rule {
  /** An answer to what was never asked, or was answered before. */
  REQUEST_UNSOLICITED,
  /** An answer of another type than the request wants. */
  REQUEST_WRONG_ANSWER;

  @Override
  public Kind kind() {
    return Kind.MISBEHAVED;
  }

  @Override
  public String anchor() {
    return "EIP-2481";
  }
}

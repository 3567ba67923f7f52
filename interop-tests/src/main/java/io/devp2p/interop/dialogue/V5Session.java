package io.devp2p.interop.dialogue;

import javax.crypto.spec.SecretKeySpec;

/**
 * The keys of a session of discv5.
 *
 * @param write for what the suite says
 * @param read for what the target says
 */
public record V5Session(SecretKeySpec write, SecretKeySpec read) {

  @Override
  public String toString() {
    return "V5Session";
  }
}

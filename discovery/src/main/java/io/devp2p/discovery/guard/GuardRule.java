package io.devp2p.discovery.guard;

import io.devp2p.core.Rule;

/** Limits of our own that a sender of packets can exceed, in either version. */
public enum GuardRule implements Rule {
  /** More packets than an address or its network may send. */
  GUARD_PACKET_RATE("denial of service"),
  /** More signatures than we recover for an address, or in total. */
  GUARD_RECOVERY_RATE("denial of service"),
  /** More packets without a session than we answer with WHOAREYOU. */
  GUARD_CHALLENGE_RATE("denial of service"),
  /** An answer would be larger than what an unproved address may cause. */
  GUARD_REPLY_BUDGET("traffic amplification"),
  /** A packet of a version that is switched off. */
  GUARD_VERSION_OFF("version");

  private final String topic;

  GuardRule(String topic) {
    this.topic = topic;
  }

  @Override
  public Kind kind() {
    return this == GUARD_VERSION_OFF ? Kind.INCOMPATIBLE : Kind.MISBEHAVED;
  }

  @Override
  public String anchor() {
    return "discv4.md and discv5-rationale.md, " + topic;
  }
}

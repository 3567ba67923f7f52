package io.devp2p.lab.fault;

import org.apache.tuweni.bytes.Bytes;

/**
 * A message of a session.
 *
 * @param code of the whole session
 * @param data uncompressed
 */
record Said(int code, Bytes data) {

  static final int HELLO = 0;
  static final int DISCONNECT = 1;

  /** First code that belongs to a capability. */
  static final int CAPABILITIES = 16;
}

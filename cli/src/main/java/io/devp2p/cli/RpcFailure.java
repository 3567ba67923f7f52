package io.devp2p.cli;

/** A call that is answered with an error object (JSON-RPC 2.0, section 5.1). */
final class RpcFailure extends Exception {

  private static final long serialVersionUID = 1L;

  static final int PARSE_ERROR = -32_700;
  static final int INVALID_REQUEST = -32_600;
  static final int METHOD_NOT_FOUND = -32_601;
  static final int INVALID_PARAMS = -32_602;
  static final int INTERNAL_ERROR = -32_603;

  private final int code;

  RpcFailure(int code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  int code() {
    return code;
  }
}

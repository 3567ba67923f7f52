package io.devp2p.node.engine;

/** A call that cannot be carried out: the code and the message of a JSON-RPC error. */
final class WrongCall extends Exception {

  private static final long serialVersionUID = 1;

  static final int INVALID_PARAMS = -32_602;

  private final int code;
  private final String why;

  WrongCall(int code, String why) {
    super(why);
    this.code = code;
    this.why = why;
  }

  int code() {
    return code;
  }

  String why() {
    return why;
  }
}

package io.devp2p.core;

/**
 * The world did not do what a call asked for: how a future of this library fails when nobody broke
 * a rule.
 */
public abstract sealed class NetworkException extends Exception {

  private static final long serialVersionUID = 1L;

  private NetworkException(String message) {
    super(message, null, false, false);
  }

  /** No answer came in time. */
  public static final class TimedOut extends NetworkException {
    private static final long serialVersionUID = 1L;

    /**
     * A wait that ended without an answer.
     *
     * @param what what was waited for, as a short English noun phrase
     */
    public TimedOut(String what) {
      super("timed out waiting for " + what);
    }
  }

  /** The operating system refused to send, connect or bind. */
  public static final class Unreachable extends NetworkException {
    private static final long serialVersionUID = 1L;

    /**
     * An address that cannot be used.
     *
     * @param why the reason as the operating system or a local policy tells it
     */
    public Unreachable(String why) {
      super("unreachable: " + why);
    }
  }

  /** A session ended with a Disconnect message, or without one ({@link #NO_REASON}). */
  public static final class Disconnected extends NetworkException {
    private static final long serialVersionUID = 1L;

    /** The connection closed without a reason being given. */
    public static final int NO_REASON = -1;

    private final int reason;
    private final boolean byPeer;

    /**
     * The end of a session.
     *
     * @param reason value of the Disconnect message (devp2p rlpx.md), or {@link #NO_REASON}
     * @param byPeer whether the remote side ended the session
     */
    public Disconnected(int reason, boolean byPeer) {
      super(
          (byPeer ? "disconnected by peer" : "disconnected")
              + (reason == NO_REASON ? "" : ", reason 0x" + Integer.toHexString(reason)));
      this.reason = reason;
      this.byPeer = byPeer;
    }

    /** Value of the Disconnect message, or {@link #NO_REASON}. */
    public int reason() {
      return reason;
    }

    /** Whether the remote side ended the session. */
    public boolean byPeer() {
      return byPeer;
    }
  }

  /**
   * The local object that should have answered was closed, or its bound on open calls is reached.
   */
  public static final class Closed extends NetworkException {
    private static final long serialVersionUID = 1L;

    /**
     * A call that came too late, or once too often.
     *
     * @param what what is closed or full
     */
    public Closed(String what) {
      super(what);
    }
  }
}

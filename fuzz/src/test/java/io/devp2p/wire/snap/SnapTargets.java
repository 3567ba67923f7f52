package io.devp2p.wire.snap;

import io.devp2p.fuzz.Target;
import org.apache.tuweni.bytes.Bytes;

/** Messages of snap, whose answers the package reads by itself. */
public final class SnapTargets {

  private static final SnapCodec.Most MOST = new SnapCodec.Most(64, 256);

  private SnapTargets() {}

  /** Version, code, payload. */
  public static void message(Bytes input) {
    int version = 1 + Target.choice(input, 2);
    int code = Target.choice(Target.after(1, input), 12);
    Bytes payload = Target.after(2, input);
    SnapMessage message =
        SnapCodec.isRequest(version, code)
            ? SnapCodec.decodeRequest(version, code, payload)
            : SnapCodec.decodeAnswer(version, code, payload, MOST);
    Bytes written = SnapCodec.encode(message);
    Target.same(
        message,
        SnapCodec.isRequest(version, code)
            ? SnapCodec.decodeRequest(version, code, written)
            : SnapCodec.decodeAnswer(version, code, written, MOST));
  }
}

package io.devp2p.wire.snap;

import java.util.List;
import java.util.Map;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** Asks for codes, which must have those hashes. */
record CodesAsk(List<Bytes32> hashes) implements SnapAsk<Map<Bytes32, Bytes>> {

  @Override
  public int answer() {
    return SnapCodec.BYTE_CODES;
  }

  @Override
  public int amount() {
    return hashes.size();
  }

  @Override
  public CodesAsk first(int amount) {
    return new CodesAsk(hashes.subList(0, amount));
  }

  @Override
  public SnapRequest request(long id) {
    return new SnapRequest.GetByteCodes(id, hashes, Responder.MAX_BYTES);
  }

  @Override
  public SnapCodec.Most most() {
    return SnapCodec.Most.items(hashes.size());
  }

  @Override
  public Verdict<Map<Bytes32, Bytes>> judge(SnapAnswer answer, int bytes) {
    List<Bytes> codes = ((SnapAnswer.ByteCodes) answer).codes();
    return new Verdict.Done<>(SnapAsk.byHash(hashes, codes, SnapRule.SNAP_CODE_HASH), codes.size());
  }
}

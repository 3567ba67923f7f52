package io.devp2p.wire.eth;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/** Asks for the bodies of headers, which must have the roots that these name. */
record BodiesAsk(List<Header> headers) implements EthAsk<List<BlockBody>> {

  @Override
  public MessageId answerType() {
    return MessageId.BLOCK_BODIES;
  }

  @Override
  public int amount() {
    return headers.size();
  }

  @Override
  public Duration timeout() {
    return BLOCKS_TIMEOUT;
  }

  @Override
  public BodiesAsk first(int amount) {
    return new BodiesAsk(headers.subList(0, amount));
  }

  @Override
  public EthRequest request(long id) {
    return new EthRequest.GetBlockBodies(id, headers.stream().map(Header::hash).toList());
  }

  @Override
  public Verdict<List<BlockBody>> judge(int version, EthAnswer answer) {
    List<BlockBody> bodies = new ArrayList<>();
    for (Bytes encoding : ((EthAnswer.BlockBodies) answer).bodies()) {
      BlockBody body = BlockBody.decode(encoding);
      body.check(headers.get(bodies.size()));
      bodies.add(body);
    }
    return new Verdict.Done<>(bodies, bodies.size());
  }
}

package io.devp2p.wire.eth;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** Asks for the access lists of headers, which must have the hashes that these name. */
record AccessListsAsk(List<Header> headers) implements EthAsk<List<Optional<Bytes>>> {

  @Override
  public MessageId answerType() {
    return MessageId.BLOCK_ACCESS_LISTS;
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
  public AccessListsAsk first(int amount) {
    return new AccessListsAsk(headers.subList(0, amount));
  }

  @Override
  public EthRequest request(long id) {
    return new EthRequest.GetBlockAccessLists(id, headers.stream().map(Header::hash).toList());
  }

  @Override
  public Verdict<List<Optional<Bytes>>> judge(int version, EthAnswer answer) {
    List<Optional<Bytes>> lists = ((EthAnswer.BlockAccessLists) answer).accessLists();
    int held = 0;
    for (int i = 0; i < lists.size(); i++) {
      if (lists.get(i).isPresent()) {
        BlockAccessList.decode(lists.get(i).get(), headers.get(i));
        held++;
      }
    }
    return new Verdict.Done<>(lists, held);
  }
}

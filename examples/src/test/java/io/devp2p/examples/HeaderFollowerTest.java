package io.devp2p.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.rlp.RlpWriter;
import io.devp2p.wire.eth.ChainHead;
import io.devp2p.wire.eth.Eth;
import io.devp2p.wire.eth.EthBackend;
import io.devp2p.wire.eth.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.units.bigints.UInt256;
import org.junit.jupiter.api.Test;

final class HeaderFollowerTest {

  /** Has headers and nothing else. */
  private static final class Chain implements EthBackend {
    private volatile List<Header> headers = List.of();

    /** Cuts the chain and continues it by headers with a mark of their branch. */
    void become(int keep, int size, int branch) {
      List<Header> chain = new ArrayList<>(headers.subList(0, keep));
      while (chain.size() < size) {
        Bytes32 parent = chain.isEmpty() ? Bytes32.ZERO : chain.getLast().hash();
        chain.add(header(parent, chain.size(), branch));
      }
      headers = List.copyOf(chain);
    }

    ChainHead head() {
      List<Header> chain = headers;
      return new ChainHead(
          Meeting.NETWORK,
          Meeting.GENESIS,
          Meeting.FORKS.forkId(0, 0),
          0,
          chain.size() - 1,
          chain.getLast().hash(),
          UInt256.ZERO);
    }

    @Override
    public Optional<Bytes> header(long number) {
      List<Header> chain = headers;
      return Optional.of(number)
          .filter(n -> n < chain.size())
          .map(n -> chain.get(n.intValue()).encoding());
    }

    private static Header header(Bytes32 parent, int number, int branch) {
      Bytes none = Bytes32.ZERO;
      return Header.decode(
          RlpWriter.encodeList(w ->
              w.bytes(parent)
                  .bytes(none)
                  .bytes(Bytes.wrap(new byte[20]))
                  .bytes(none)
                  .bytes(none)
                  .bytes(none)
                  .bytes(Bytes.wrap(new byte[256]))
                  .uint(0)
                  .uint(number)
                  .uint(30_000_000)
                  .uint(0)
                  .uint(12L * number)
                  .bytes(Bytes.of(branch))
                  .bytes(none)
                  .bytes(Bytes.wrap(new byte[8]))));
    }
  }

  private final BlockingQueue<Header> told = new LinkedBlockingQueue<>();

  private void expect(List<Header> headers) throws Exception {
    for (Header header : headers) {
      assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo(header);
    }
    assertThat(told).isEmpty();
  }

  @Test
  void followsTheHeadAndBeginsAnewOnAnotherBranch() throws Exception {
    Chain chain = new Chain();
    chain.become(0, 301, 1);
    Eth serving = Eth.serving(chain::head, Meeting.FORKS.forkId(0, 0)::equals, chain, c -> c);
    try (Meeting meeting = Meeting.of(serving, Meeting.following(new HeaderFollower(told::add)))) {
      expect(chain.headers.subList(300, 301));

      chain.become(301, 700, 1);
      serving.chainMoved();
      expect(chain.headers.subList(301, 700));

      chain.become(650, 800, 2);
      serving.chainMoved();
      expect(chain.headers.subList(799, 800));
      assertThat(meeting.example().peers()).containsExactly(meeting.peer());
    }
  }
}

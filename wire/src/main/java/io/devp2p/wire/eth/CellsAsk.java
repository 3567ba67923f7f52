package io.devp2p.wire.eth;

import io.devp2p.core.Violation;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.apache.tuweni.bytes.Bytes32;

/** Asks for cells, which must be of those transactions, in this order, and of those columns. */
record CellsAsk(List<Bytes32> hashes, CellMask mask) implements EthAsk<EthAnswer.Cells> {

  @Override
  public MessageId answerType() {
    return MessageId.CELLS;
  }

  @Override
  public int amount() {
    return hashes.size();
  }

  @Override
  public Duration timeout() {
    return POOL_TIMEOUT;
  }

  @Override
  public CellsAsk first(int amount) {
    return new CellsAsk(hashes.subList(0, amount), mask);
  }

  @Override
  public EthRequest request(long id) {
    return new EthRequest.GetCells(id, hashes, mask);
  }

  @Override
  public Verdict<EthAnswer.Cells> judge(int version, EthAnswer answer) {
    EthAnswer.Cells cells = (EthAnswer.Cells) answer;
    checkAmong(hashes, cells.hashes());
    Violation.unless(mask.hasAll(cells.mask()), EthRule.ETH_UNASKED);
    Violation.unless(cells.cells().stream().noneMatch(List::isEmpty), EthRule.ETH_CELL_GROUP_SIZE);
    return new Verdict.Done<>(cells, cells.hashes().size());
  }

  /** Refuses what was not asked for, or comes in another order or twice. */
  static void checkAmong(List<Bytes32> asked, List<Bytes32> answered) {
    Iterator<Bytes32> rest = asked.iterator();
    for (Bytes32 hash : answered) {
      boolean found = false;
      while (!found && rest.hasNext()) {
        found = rest.next().equals(hash);
      }
      Violation.unless(found, EthRule.ETH_UNASKED);
    }
  }
}

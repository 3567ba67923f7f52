package io.devp2p.wire.eth;

import io.devp2p.core.rlp.RlpReader;
import java.util.ArrayList;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/**
 * A receipt.
 *
 * @param type of its transaction
 * @param status empty: failed; 0x01: succeeded; 32 bytes: the state root, before Byzantium
 * @param cumulativeGas of the block up to here, unsigned
 */
public record Receipt(int type, Bytes status, long cumulativeGas, List<Log> logs) {

  public Receipt {
    logs = List.copyOf(logs);
  }

  /**
   * Reads the receipts of a block.
   *
   * @param list in the form of eth/69, as a session hands them out for every version
   * @throws io.devp2p.core.Violation of {@link BlockRule#RECEIPT_STATUS}, {@link
   *     BlockRule#RECEIPT_TYPE} or an RLP rule
   */
  public static List<Receipt> decode(Bytes list) {
    List<Receipt> receipts = new ArrayList<>();
    RlpReader in = RlpReader.list(list);
    while (!in.isAtEnd()) {
      RlpReader receipt = in.list();
      receipts.add(
          new Receipt(
              Receipts.readType(receipt),
              Receipts.readStatus(receipt),
              receipt.uint64(),
              Log.readList(receipt.list())));
      receipt.end();
    }
    return receipts;
  }
}

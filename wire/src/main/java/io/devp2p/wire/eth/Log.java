package io.devp2p.wire.eth;

import io.devp2p.core.rlp.RlpReader;
import java.util.ArrayList;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** A log of a receipt (Yellow Paper, 4.4.1). */
public record Log(Address address, List<Bytes32> topics, Bytes data) {

  public Log {
    topics = List.copyOf(topics);
  }

  static List<Log> readList(RlpReader in) {
    List<Log> logs = new ArrayList<>();
    while (!in.isAtEnd()) {
      RlpReader log = in.list();
      Address address = new Address(log.bytes(Address.SIZE));
      List<Bytes32> topics = EthCodec.readHashes(log.list(), Integer.MAX_VALUE);
      logs.add(new Log(address, topics, log.bytes()));
      log.end();
    }
    return logs;
  }
}

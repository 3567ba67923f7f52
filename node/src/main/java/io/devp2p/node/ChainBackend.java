package io.devp2p.node;

import io.devp2p.wire.eth.EthBackend;
import io.devp2p.wire.eth.Header;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** What eth serves of a chain. It has no transactions that are not in blocks. */
record ChainBackend(ChainStore chain, ReceiptStore receipts, BalStore accessLists)
    implements EthBackend {

  @Override
  public Optional<Bytes> header(long number) {
    return chain.hash(number).flatMap(chain::header);
  }

  @Override
  public Optional<Bytes> header(Bytes32 hash) {
    return chain.header(hash);
  }

  @Override
  public Optional<Bytes> body(Bytes32 hash) {
    return chain.body(hash);
  }

  @Override
  public Optional<Bytes> receipts(Bytes32 hash) {
    return chain.header(hash).map(Header::decode).flatMap(receipts::get);
  }

  @Override
  public Optional<Bytes> accessList(Bytes32 hash) {
    return chain.header(hash).map(Header::decode).flatMap(accessLists::get);
  }
}

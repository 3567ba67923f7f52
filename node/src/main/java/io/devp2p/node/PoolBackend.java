package io.devp2p.node;

import io.devp2p.wire.eth.CellMask;
import io.devp2p.wire.eth.EthBackend;
import io.devp2p.wire.gossip.TxGossip;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** What eth serves of a chain, and of the pool beside it. */
record PoolBackend(EthBackend chain, TxGossip pool) implements EthBackend {

  @Override
  public Optional<Bytes> header(long number) {
    return chain.header(number);
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
    return chain.receipts(hash);
  }

  @Override
  public Optional<Bytes> accessList(Bytes32 hash) {
    return chain.accessList(hash);
  }

  @Override
  public Optional<Bytes> pooledTransaction(Bytes32 hash, boolean elided) {
    return pool.pooledTransaction(hash, elided);
  }

  @Override
  public Optional<List<Bytes>> cells(Bytes32 hash, CellMask mask) {
    return pool.cells(hash, mask);
  }
}

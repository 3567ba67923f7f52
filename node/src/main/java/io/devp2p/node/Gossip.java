package io.devp2p.node;

import io.devp2p.core.NetworkException;
import io.devp2p.kzg.NativeKzg;
import io.devp2p.node.engine.EngineApi;
import io.devp2p.wire.gossip.TxGossip;
import java.io.IOException;
import java.time.InstantSource;

/**
 * The transactions of a node that a consensus client leads.
 *
 * @param pool fetches, keeps and spreads them
 * @param engine is told the head, from which on they are wanted
 */
record Gossip(TxGossip pool, EngineApi engine) implements AutoCloseable {

  static Gossip start(Stores stores, NodeConfig.Engine config) throws NetworkException.Unreachable {
    HeadState head = new HeadState(stores);
    NativeKzg kzg = NativeKzg.load();
    TxGossip pool = TxGossip.start(head, c -> c.kzg(kzg));
    try {
      return new Gossip(
          pool,
          EngineApi.start(
              config.port(), config.secret(), head.leading(pool), InstantSource.system()));
    } catch (IOException taken) {
      pool.close();
      throw new NetworkException.Unreachable(
          "port " + config.port() + " of the Engine API: " + taken.getMessage());
    }
  }

  @Override
  public void close() {
    engine.close();
    pool.close();
  }
}

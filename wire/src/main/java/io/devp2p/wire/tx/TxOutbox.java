package io.devp2p.wire.tx;

import java.util.ArrayList;
import java.util.List;

/** Where the machines of transaction gossip put their effects, in order. Not thread-safe. */
final class TxOutbox {

  private List<TxEffect> effects = new ArrayList<>();

  void add(TxEffect effect) {
    effects.add(effect);
  }

  List<TxEffect> drain() {
    if (effects.isEmpty()) {
      return List.of();
    }
    List<TxEffect> drained = effects;
    effects = new ArrayList<>();
    return drained;
  }
}

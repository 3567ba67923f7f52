package io.devp2p.node.files;

import io.devp2p.core.node.ForkSchedule;
import io.devp2p.node.state.FlatAccount;
import io.devp2p.node.state.FlatState;
import io.devp2p.wire.eth.Header;
import java.util.List;

/**
 * Where a chain begins.
 *
 * @param networkId that of the chain id
 * @param header of block 0
 * @param accounts of the state of block 0
 * @param state of block 0, made of them
 */
public record Genesis(
    long networkId,
    Header header,
    ForkSchedule forks,
    List<FlatAccount> accounts,
    FlatState state) {

  public Genesis {
    accounts = List.copyOf(accounts);
  }
}

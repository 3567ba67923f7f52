package io.devp2p.node.files;

import io.devp2p.node.state.FlatAccount;
import io.devp2p.node.state.FlatState;
import io.devp2p.wire.eth.Header;
import java.util.ArrayList;
import java.util.List;

/**
 * What is in {@code headstate.json}, a dump of go-ethereum: the state of the last block.
 *
 * @param accounts all of them
 * @param state what they make
 */
public record HeadState(List<FlatAccount> accounts, FlatState state) {

  public HeadState {
    accounts = List.copyOf(accounts);
  }

  static HeadState parse(Json json, Header head) throws ChainFileException {
    List<FlatAccount> accounts = new ArrayList<>();
    for (Json.Field account : json.field("accounts").fields()) {
      accounts.add(AccountJson.read(account.name(), account.value()));
    }
    FlatState state = FlatState.of(accounts);
    if (!state.root().equals(head.stateRoot())) {
      throw new ChainFileException(
          json.file(),
          "block " + Long.toUnsignedString(head.number()),
          "wrong root: its accounts have " + state.root() + ", the header has " + head.stateRoot());
    }
    return new HeadState(accounts, state);
  }
}

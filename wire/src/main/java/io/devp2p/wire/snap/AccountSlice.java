package io.devp2p.wire.snap;

import java.util.List;

/**
 * Accounts that follow each other in a state: all that there are from where they were asked for up
 * to the last one, as the root of the state proves.
 *
 * @param accounts ascending by hash; none if the state has none from the start on
 * @param more whether accounts follow behind the last one
 */
public record AccountSlice(List<HashedAccount> accounts, boolean more) {

  public AccountSlice {
    accounts = List.copyOf(accounts);
  }
}

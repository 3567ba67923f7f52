package io.devp2p.interop.peers;

/**
 * A peer that this module can provide and run.
 *
 * @param family what it is, without its version: {@code geth}
 * @param version its version
 * @param isDefault whether it belongs to the set {@code default}
 * @param recipe how it is provided
 */
public record ReferencePeer(String family, String version, boolean isDefault, Recipe recipe) {

  /** Family and version, as {@code geth-1.17.10}: its name in lists and its folder in the cache. */
  public String name() {
    return family + "-" + version;
  }

  @Override
  public String toString() {
    return name();
  }
}

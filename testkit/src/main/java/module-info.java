/** A simulated network in virtual time for sans-IO machines. */
module io.devp2p.testkit {
  requires transitive io.devp2p.core;

  exports io.devp2p.testkit;
}

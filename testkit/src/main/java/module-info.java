/** A simulated network in virtual time for sans-IO machines, and real servers on loopback. */
module io.devp2p.testkit {
  requires transitive io.devp2p.core;
  requires io.netty.buffer;
  requires io.netty.codec.dns;
  requires io.netty.common;
  requires io.netty.transport;

  exports io.devp2p.testkit;
  exports io.devp2p.testkit.netty;
}

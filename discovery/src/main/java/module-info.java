/** Discovery of nodes over UDP: discv4 and discv5 on one port, one table, one lookup. */
module io.devp2p.discovery {
  requires transitive io.devp2p.core;
  requires io.netty.buffer;
  requires io.netty.codec.dns;
  requires io.netty.common;
  requires io.netty.resolver.dns;
  requires transitive io.netty.transport;

  exports io.devp2p.discovery;
  exports io.devp2p.discovery.dns;
  exports io.devp2p.discovery.guard;
  exports io.devp2p.discovery.self;
  exports io.devp2p.discovery.store;
  exports io.devp2p.discovery.table;
  exports io.devp2p.discovery.v4;
  exports io.devp2p.discovery.v5;
}

/** Hello, Snappy, capability multiplexing, eth, snap, tries, dialing and accepting. */
module io.devp2p.wire {
  requires transitive io.devp2p.rlpx;
  requires io.netty.buffer;
  requires io.netty.common;
  requires org.xerial.snappy;
  requires static org.jspecify;

  exports io.devp2p.wire;
  exports io.devp2p.wire.dial;
  exports io.devp2p.wire.eth;
  exports io.devp2p.wire.gossip;
  exports io.devp2p.wire.p2p;
  exports io.devp2p.wire.snap;
  exports io.devp2p.wire.trie;
  exports io.devp2p.wire.tx;
}

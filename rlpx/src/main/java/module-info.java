/** RLPx: bytes to frames and nothing else. */
module io.devp2p.rlpx {
  requires transitive io.devp2p.core;
  requires transitive io.netty.transport;
  requires io.netty.buffer;
  requires io.netty.common;
  requires static org.jspecify;

  exports io.devp2p.rlpx;
  exports io.devp2p.rlpx.netty;
}

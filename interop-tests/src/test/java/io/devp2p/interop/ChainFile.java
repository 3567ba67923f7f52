package io.devp2p.interop;

import io.devp2p.core.rlp.RlpReader;
import io.devp2p.core.rlp.RlpWriter;
import io.devp2p.interop.peers.Installation;
import io.devp2p.wire.eth.Header;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/** The test chain that came with a peer, from its file: headers and bodies from block 1 on. */
record ChainFile(List<Header> headers, List<Bytes> bodies) {

  /** Reads a file of concatenated blocks, as go-ethereum exports them. */
  static ChainFile of(Installation installation) throws IOException {
    List<Header> headers = new ArrayList<>();
    List<Bytes> bodies = new ArrayList<>();
    RlpReader file = RlpReader.of(Files.readAllBytes(installation.path("chain/chain.rlp")));
    while (!file.isAtEnd()) {
      RlpReader block = file.list();
      headers.add(Header.decode(block.raw()));
      List<Bytes> rest = new ArrayList<>();
      while (!block.isAtEnd()) {
        rest.add(block.raw());
      }
      bodies.add(RlpWriter.encodeList(w -> rest.forEach(w::raw)));
    }
    return new ChainFile(headers, bodies);
  }
}

package io.devp2p.cli;

import io.devp2p.core.Violation;
import io.devp2p.core.crypto.PublicKey;
import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.Enode;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeRecord;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A node as a user names it: an enode URL, or a record in any of its forms. */
record NodeArgument(String text, PublicKey key, List<Node> nodes) {

  /** The node at its best address. */
  Node node() {
    return nodes.stream()
        .findFirst()
        .orElseThrow(() -> new Failure(Exit.USAGE, text + ": has no address"));
  }

  static NodeArgument parse(String text) {
    try {
      return text.startsWith("enode://") ? ofUrl(text) : ofRecord(text, record(text));
    } catch (Violation malformed) {
      throw new TypeConversionException(
          "'"
              + abbreviated(text)
              + "' is neither an enode URL nor a node record: "
              + malformed.getMessage());
    }
  }

  /** A comma-separated list; empty for the empty text. */
  static List<NodeArgument> list(String text) {
    return Arrays.stream(text.split(","))
        .map(String::strip)
        .filter(t -> !t.isEmpty())
        .map(NodeArgument::parse)
        .toList();
  }

  static NodeRecord record(String text) {
    String hex = text.startsWith("0x") ? text.substring(2) : text;
    if (hex.length() % 2 == 0 && hex.matches("[0-9a-fA-F]+")) {
      return NodeRecord.decode(Bytes.fromHexString(hex));
    }
    return NodeRecord.parse(text.startsWith("enr:") ? text : "enr:" + text);
  }

  private static NodeArgument ofRecord(String text, NodeRecord record) {
    return new NodeArgument(
        text,
        record.publicKey(),
        record.endpoints().stream().map(e -> Node.of(record, e)).toList());
  }

  private static NodeArgument ofUrl(String text) {
    Enode url = Enode.parse(text);
    List<Endpoint> endpoints =
        url.endpoint()
            .map(List::of)
            .orElseGet(() -> url.host().map(host -> resolve(host, url)).orElseGet(List::of));
    return new NodeArgument(
        text, url.key(), endpoints.stream().map(e -> Node.of(url.key(), e)).toList());
  }

  private static List<Endpoint> resolve(String name, Enode url) {
    try {
      return Arrays.stream(InetAddress.getAllByName(name))
          .map(a -> new Endpoint(a, url.udp(), url.tcp()))
          .toList();
    } catch (UnknownHostException unknown) {
      throw new TypeConversionException("'" + name + "' has no address");
    }
  }

  private static String abbreviated(String text) {
    return text.length() <= 60 ? text : text.substring(0, 57) + "...";
  }

  /** For picocli. */
  static final class Converter implements ITypeConverter<NodeArgument> {
    @Override
    public NodeArgument convert(String value) {
      return parse(value);
    }
  }
}

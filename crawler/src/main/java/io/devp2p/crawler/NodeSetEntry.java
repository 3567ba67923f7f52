package io.devp2p.crawler;

import io.devp2p.core.Violation;
import io.devp2p.core.node.Enode;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.core.node.NodeRecord;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One entry of a node set file.
 *
 * @param seq sequence number as the file states it, unsigned; that of the record in sound files
 * @param extensions fields that other programs are known to write, name to JSON text; go-ethereum
 *     drops them
 */
public record NodeSetEntry(
    Known known, long seq, History history, SortedMap<String, String> extensions) {

  public NodeSetEntry {
    extensions = Collections.unmodifiableSortedMap(new TreeMap<>(extensions));
  }

  /** An entry without extensions. */
  public static NodeSetEntry of(Known known, History history) {
    return new NodeSetEntry(known, known.seq(), history, new TreeMap<>());
  }

  public NodeId id() {
    return known.id();
  }

  /** How a node set names a node: by its record, or by URL where no record is known. */
  public sealed interface Known {

    /** By record. */
    record Signed(NodeRecord record) implements Known {
      @Override
      public NodeId id() {
        return record.id();
      }

      @Override
      public long seq() {
        return record.seq();
      }

      @Override
      public List<Node> nodes() {
        return record.endpoints().stream().map(e -> Node.of(record, e)).toList();
      }

      @Override
      public String toString() {
        return record.toString();
      }
    }

    /** By enode URL. */
    record ByUrl(Enode url) implements Known {
      @Override
      public NodeId id() {
        return NodeId.of(url.key());
      }

      @Override
      public long seq() {
        return 0;
      }

      @Override
      public List<Node> nodes() {
        return url.endpoint().map(e -> Node.of(url.key(), e)).stream().toList();
      }

      @Override
      public String toString() {
        return url.toString();
      }
    }

    /**
     * Reads either text form.
     *
     * @throws Violation of {@link io.devp2p.core.node.EnrRule} or an RLP rule
     */
    static Known parse(String text) {
      return text.startsWith("enode:")
          ? new ByUrl(Enode.parse(text))
          : new Signed(NodeRecord.parse(text));
    }

    NodeId id();

    /** Sequence number of the record, unsigned, 0 for a URL. */
    long seq();

    /** One node for each numeric address; none where there is no address or only a name. */
    List<Node> nodes();
  }
}

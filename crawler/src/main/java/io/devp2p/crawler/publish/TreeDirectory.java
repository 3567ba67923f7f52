package io.devp2p.crawler.publish;

import io.devp2p.core.node.NodeRecord;
import io.devp2p.crawler.AtomicFile;
import io.devp2p.crawler.NodeSetEntry;
import io.devp2p.crawler.NodesJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A definition directory as go-ethereum's tool has it: {@code enrtree-info.json} and {@code
 * nodes.json}. Exceptions are one line that names the file.
 */
public final class TreeDirectory {

  private final Path directory;

  /** The directory of a tree, which need not be there yet. */
  public TreeDirectory(Path directory) {
    this.directory = directory;
  }

  private Path definitionFile() {
    return directory.resolve("enrtree-info.json");
  }

  private Path nodesFile() {
    return directory.resolve("nodes.json");
  }

  /**
   * What it says about the tree; {@link TreeDefinition#NEW} where it says nothing.
   *
   * @throws IOException if the file cannot be used
   */
  public TreeDefinition definition() throws IOException {
    return Files.exists(definitionFile())
        ? DefinitionJson.read(definitionFile())
        : TreeDefinition.NEW;
  }

  /**
   * The records of its nodes, by node id; none where there is no file.
   *
   * @throws IOException if the file cannot be used
   * @throws Unpublishable if a node has no record, or a sequence number is not that of its record
   */
  public List<NodeRecord> records() throws IOException, Unpublishable {
    if (!Files.exists(nodesFile())) {
      return List.of();
    }
    List<NodeRecord> records = new ArrayList<>();
    for (NodeSetEntry entry : NodesJson.readStrict(nodesFile()).entries().values()) {
      if (!(entry.known() instanceof NodeSetEntry.Known.Signed(NodeRecord record))) {
        throw new Unpublishable("has no record of node " + entry.id());
      }
      if (record.seq() != entry.seq()) {
        throw new Unpublishable("has another seq for node " + entry.id() + " than its record");
      }
      records.add(record);
    }
    return records;
  }

  /** Name of the tree where nothing else gives one: that of the directory. */
  public String name() {
    return Optional.ofNullable(directory.toAbsolutePath().normalize().getFileName())
        .map(Path::toString)
        .orElse("");
  }

  /** Writes what is to be known about the tree; makes the directory if need be. */
  public void write(TreeDefinition definition) throws IOException {
    make();
    byte[] json = DefinitionJson.render(definition).getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(definitionFile(), out -> out.write(json));
  }

  /** Writes the nodes; makes the directory if need be. */
  public void writeNodes(Collection<NodeSetEntry> nodes) throws IOException {
    make();
    NodesJson.write(nodesFile(), nodes);
  }

  private void make() throws IOException {
    try {
      Files.createDirectories(directory);
    } catch (FileAlreadyExistsException file) {
      throw new IOException(directory + ": not a directory", file);
    }
  }
}

package io.devp2p.cli;

import io.devp2p.crawler.publish.TreeDefinition;
import io.devp2p.crawler.publish.TreeDirectory;
import io.devp2p.crawler.publish.Unpublishable;
import io.devp2p.discovery.dns.DnsTree;
import io.devp2p.discovery.dns.TreeUrl;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A definition directory whose signature fits its content. */
record SignedDirectory(TreeUrl url, DnsTree tree) {

  /** Reads it; what is wrong with it is a finding. */
  static SignedDirectory read(Path directory) throws IOException {
    TreeDirectory files = new TreeDirectory(directory);
    try {
      TreeDefinition definition = files.definition();
      DnsTree tree = definition.tree(files.records());
      return new SignedDirectory(definition.url().orElseThrow(), tree);
    } catch (Unpublishable unsigned) {
      throw new Failure(Exit.FINDINGS, directory + ": " + unsigned.getMessage());
    }
  }

  Map<String, String> txt() {
    return tree.txt(url.domain());
  }
}

package io.devp2p.cli;

import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.dns.Unfit;
import io.devp2p.discovery.guard.AddressPolicy;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which addresses may stand in a list that is signed. */
final class PublishableOption {

  /** Most records that are named one by one. */
  private static final int SHOWN = 10;

  @Option(
      names = "--netrestrict",
      paramLabel = "CIDR",
      split = ",",
      description =
          "ranges of local or special-use addresses that may be signed, as in a laboratory;"
              + " none by default")
  List<String> ranges = List.of();

  AddressPolicy addresses() {
    try {
      return AddressPolicy.publicOnly().alsoAllow(ranges.toArray(String[]::new));
    } catch (IllegalArgumentException malformed) {
      throw new Failure(Exit.USAGE, "--netrestrict: " + malformed.getMessage());
    }
  }

  /** Refuses records that must not be published, naming each. */
  void check(Path directory, Collection<NodeRecord> records, PrintWriter err) {
    AddressPolicy addresses = addresses();
    int refused = 0;
    for (NodeRecord record : records) {
      Optional<Unfit> unfit = Unfit.of(record, addresses);
      if (unfit.isPresent() && ++refused <= SHOWN) {
        err.println("devp2p: " + record.id() + ": " + unfit.get().reason());
      }
    }
    if (refused > 0) {
      throw new Failure(
          Exit.FINDINGS,
          directory
              + ": not signed: "
              + refused
              + " of "
              + records.size()
              + " records must not be published (--netrestrict allows addresses of a laboratory)");
    }
  }
}

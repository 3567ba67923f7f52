package io.devp2p.crawler;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.crawler.store.SqliteStore;
import io.devp2p.discovery.guard.AddressPolicy;
import io.devp2p.lab.Lab;
import io.devp2p.lab.LabConfig;
import io.devp2p.lab.Truth;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Crawls of a laboratory on loopback. */
class CrawlerTest {

  @TempDir Path directory;

  @Test
  void seesTheLaboratoryAsItIs() throws Exception {
    List<Visit> heard = Collections.synchronizedList(new ArrayList<>());
    int nodes = Integer.getInteger("lab.nodes", 40);
    try (Lab lab = Lab.start(LabConfig.of(nodes, 1));
        SqliteStore store = SqliteStore.open(directory.resolve("crawl.db"))) {
      CrawlResult result = crawl(lab, store, heard);

      System.out.println(result.census().text());
      System.out.println(result.progress() + " " + result.progress().rate());
      TruthComparison comparison = TruthComparison.of(truth(lab), result.census());
      assertThat(comparison.differences()).isEmpty();
      assertThat(comparison.recall()).isEqualTo(1);
      assertThat(result.complete()).isTrue();
      assertThat(heard).hasSize(nodes);
      assertThat(store.nodes()).containsExactlyInAnyOrderElementsOf(result.nodes());
    }
  }

  private static CrawlResult crawl(Lab lab, SqliteStore store, List<Visit> heard)
      throws Exception {
    CrawlListener listener =
        new CrawlListener() {
          @Override
          public void onVisit(Visit visit) {
            heard.add(visit);
          }
        };
    try (Crawler crawler =
        Crawler.start(
            Samples.key(1),
            store,
            c ->
                c.bootnodes(lab.bootnodes())
                    .addresses(AddressPolicy.only("127.0.0.0/8", "::1/128")),
            listener)) {
      return crawler.result().get(60, TimeUnit.SECONDS);
    }
  }

  private static List<TruthComparison.Expected> truth(Lab lab) {
    return lab.truth().stream().map(CrawlerTest::expected).toList();
  }

  private static TruthComparison.Expected expected(Truth truth) {
    return new TruthComparison.Expected(
        truth.id(),
        truth.family(),
        truth.v4(),
        truth.v5(),
        truth.outcome(),
        truth.client(),
        truth.eth().map(OptionalInt::of).orElse(OptionalInt.empty()));
  }
}

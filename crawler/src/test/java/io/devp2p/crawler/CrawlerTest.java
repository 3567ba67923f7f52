package io.devp2p.crawler;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.node.NodeId;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Crawls of a laboratory on loopback. */
class CrawlerTest {

  /** At least one of each kind. */
  private static final int NODES = 40;

  @TempDir Path directory;
  private Path file = Path.of("");

  @BeforeEach
  void name() {
    file = directory.resolve("crawl.db");
  }

  @Test
  void seesTheLaboratoryAsItIs() throws Exception {
    List<Visit> heard = Collections.synchronizedList(new ArrayList<>());
    try (Lab lab = Lab.start(LabConfig.of(NODES, 1));
        SqliteStore store = SqliteStore.open(file)) {
      CrawlResult result = crawl(lab, store, heard, NODES);

      TruthComparison comparison = TruthComparison.of(truth(lab), result.census());
      assertThat(comparison.differences()).isEmpty();
      assertThat(comparison.recall()).isEqualTo(1);
      assertThat(result.complete()).isTrue();
      assertThat(heard).hasSize(NODES);
      assertThat(store.nodes()).containsExactlyInAnyOrderElementsOf(result.nodes());
    }
  }

  @Test
  void aSecondRunVisitsOnlyWhatHasNoOutcome() throws Exception {
    try (Lab lab = Lab.start(LabConfig.of(NODES, 2))) {
      List<Visit> first = Collections.synchronizedList(new ArrayList<>());
      try (SqliteStore store = SqliteStore.open(file)) {
        assertThat(crawl(lab, store, first, 5).complete()).isFalse();
      }
      List<Visit> second = Collections.synchronizedList(new ArrayList<>());
      try (SqliteStore store = SqliteStore.open(file)) {
        CrawlResult result = crawl(lab, store, second, NODES);

        assertThat(TruthComparison.of(truth(lab), result.census()).differences()).isEmpty();
      }
      assertThat(ids(first))
          .hasSizeGreaterThanOrEqualTo(5)
          .doesNotContainAnyElementsOf(ids(second));
      assertThat(first.size() + second.size()).isEqualTo(NODES);

      List<Visit> third = Collections.synchronizedList(new ArrayList<>());
      try (SqliteStore store = SqliteStore.open(file)) {
        assertThat(crawl(lab, store, third, NODES).complete()).isTrue();
      }
      assertThat(third).isEmpty();
    }
  }

  @Test
  void aCrawlWithoutAnyNodeEndsAtOnce() throws Exception {
    try (SqliteStore store = SqliteStore.open(file);
        Crawler crawler = Crawler.start(Samples.key(1), store, c -> c, new CrawlListener() {})) {
      CrawlResult result = crawler.result().get(60, TimeUnit.SECONDS);

      assertThat(result.complete()).isTrue();
      assertThat(result.nodes()).isEmpty();
    }
  }

  /** Crawls to the end, or until so many visits were heard of. */
  private static CrawlResult crawl(Lab lab, SqliteStore store, List<Visit> heard, int most)
      throws Exception {
    CountDownLatch enough = new CountDownLatch(most);
    CrawlListener listener =
        new CrawlListener() {
          @Override
          public void onVisit(Visit visit) {
            heard.add(visit);
            enough.countDown();
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
      CompletableFuture<CrawlResult> result = crawler.result();
      if (most < NODES) {
        assertThat(enough.await(60, TimeUnit.SECONDS)).isTrue();
        crawler.stop();
      }
      return result.get(60, TimeUnit.SECONDS);
    }
  }

  private static List<NodeId> ids(List<Visit> visits) {
    return visits.stream().map(v -> v.node().id()).toList();
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

package io.devp2p.crawler;

/**
 * Hears of a crawl, on the crawler's loop: the crawl waits while a method runs, and none is called
 * after the crawl's result is there.
 */
public interface CrawlListener {

  /** A visit is committed to the store. */
  default void onVisit(Visit visit) {}

  /** How far the crawl is: once each second, and at its end. */
  default void onProgress(Progress progress) {}
}

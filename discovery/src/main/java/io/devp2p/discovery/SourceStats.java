package io.devp2p.discovery;

/**
 * What a source of candidates was worth so far, over all who took from it.
 *
 * @param asked how often it was asked
 * @param failed how often it failed, or did not answer in time
 * @param late how often others were served in its place, because it kept us waiting
 * @param given nodes that it gave
 * @param wanted those of them that were new and passed the filter: its yield
 * @param taken those of them that somebody received
 */
public record SourceStats(
    Health health, long asked, long failed, long late, long given, long wanted, long taken) {

  /** How a source is doing, by its last answers. */
  public enum Health {
    /** It was not asked yet: nobody wanted nodes. */
    IDLE,
    /** It gives candidates. */
    WORKING,
    /** It gives nodes, but none that are new and wanted. */
    FRUITLESS,
    /** It gives nothing: {@link DiscoveryEvent.SourceEmpty} was told, or soon will be. */
    EMPTY
  }
}

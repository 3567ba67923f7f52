package io.devp2p.wire.tx;

import io.devp2p.wire.eth.CellMask;
import io.devp2p.wire.eth.EthAnswer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;

/** What is known of the cells of one transaction while they are fetched. Not thread-safe. */
final class CellFetch {

  /** Peers that must offer everything before a sample is asked for (EIP-8070). */
  static final int AVAILABILITY_THRESHOLD = 2;

  private final Map<Long, CellMask> announcers = new LinkedHashMap<>();

  private final Map<Long, CellMask> asked = new HashMap<>();
  private final Set<Long> failed = new HashSet<>();

  /** Delivered before the transaction was here, to be verified then. */
  private final Map<Long, Map<Integer, List<Bytes>>> unverified = new LinkedHashMap<>();

  private final Map<Integer, List<Bytes>> verified = new TreeMap<>();
  private Optional<Candidate> candidate = Optional.empty();

  /** The columns to be fetched; empty: any 64. */
  private Optional<CellMask> sample;

  CellFetch(Optional<CellMask> sample) {
    this.sample = sample;
  }

  void announced(long peer, CellMask mask) {
    announcers.putIfAbsent(peer, mask);
  }

  Set<Long> peers() {
    return announcers.keySet();
  }

  Optional<Candidate> candidate() {
    return candidate;
  }

  void arrived(Candidate transaction) {
    candidate = Optional.of(transaction);
  }

  boolean isSampled() {
    return sample.isPresent();
  }

  /** Too few offer everything: whoever does is asked for all (EIP-8070, full node). */
  void turnFull() {
    sample = Optional.empty();
  }

  /** Whether enough peers offer everything, for a sample to say something. */
  boolean isAvailable() {
    return announcers.values().stream().filter(CellFetch::isFull).count() >= AVAILABILITY_THRESHOLD;
  }

  /** Who has 64 columns has all: the others follow from them. */
  static boolean isFull(CellMask mask) {
    return mask.count() >= Blobs.PAYLOAD_COLUMNS;
  }

  /** The columns that a peer is to be asked for; none, if it cannot help or nothing is missing. */
  CellMask need(long peer) {
    CellMask offered = announcers.getOrDefault(peer, CellMask.NONE);
    if (failed.contains(peer) || asked.containsKey(peer)) {
      return CellMask.NONE;
    }
    Set<Integer> taken = taken();
    if (sample.isPresent()) {
      return isAvailable()
          ? mask(sample.get().columns().filter(c -> offered.has(c) && !taken.contains(c)))
          : CellMask.NONE;
    }
    int missing = Blobs.PAYLOAD_COLUMNS - taken.size();
    return isFull(offered) && missing > 0
        ? mask(offered.columns().filter(c -> !taken.contains(c)).limit(missing))
        : CellMask.NONE;
  }

  private static CellMask mask(IntStream columns) {
    return CellMask.of(columns.toArray());
  }

  /** What is here or on its way. */
  private Set<Integer> taken() {
    Set<Integer> taken = new HashSet<>(verified.keySet());
    unverified.values().forEach(columns -> taken.addAll(columns.keySet()));
    asked.values().forEach(mask -> mask.columns().forEach(taken::add));
    return taken;
  }

  void asked(long peer, CellMask mask) {
    asked.put(peer, mask);
  }

  /** A peer gave nothing, or is gone: it is not asked for this transaction again. */
  void failed(long peer) {
    asked.remove(peer);
    failed.add(peer);
  }

  void gone(long peer) {
    announcers.remove(peer);
    asked.remove(peer);
  }

  /** A peer gave columns; what else it was asked for it does not have. */
  void delivered(long peer, Map<Integer, List<Bytes>> columns) {
    Optional.ofNullable(asked.remove(peer))
        .filter(mask -> mask.count() > columns.size())
        .ifPresent(mask -> failed.add(peer));
    unverified.put(peer, columns);
  }

  /** Takes out what can be verified now. */
  Map<Long, Map<Integer, List<Bytes>>> takeUnverified() {
    Map<Long, Map<Integer, List<Bytes>>> taken = new LinkedHashMap<>(unverified);
    unverified.clear();
    // Until the verdict they count as asked for.
    taken.forEach((peer, columns) ->
        asked.put(peer, mask(columns.keySet().stream().mapToInt(Integer::intValue))));
    return taken;
  }

  void verified(long peer, Map<Integer, List<Bytes>> columns) {
    asked.remove(peer);
    verified.putAll(columns);
  }

  Map<Integer, List<Bytes>> columns() {
    return verified;
  }

  /** Whether all that was to be fetched is here and verified. */
  boolean isComplete() {
    return isEnough(verified.keySet());
  }

  /** Whether it may still become complete: by who can be asked, or by what is on its way. */
  boolean hasHope() {
    return isEnough(taken())
        || !asked.isEmpty()
        || announcers.keySet().stream().anyMatch(peer -> !failed.contains(peer));
  }

  private boolean isEnough(Set<Integer> columns) {
    return sample
        .map(wanted -> wanted.columns().allMatch(columns::contains))
        .orElse(columns.size() >= Blobs.PAYLOAD_COLUMNS);
  }

  /** Bytes of cells that it holds. */
  long bytes() {
    return unverified.values().stream().mapToLong(CellFetch::bytes).sum() + bytes(verified);
  }

  /** Bytes of cells of one peer that wait for the transaction. */
  long waitingOf(long peer) {
    return bytes(unverified.getOrDefault(peer, Map.of()));
  }

  private static long bytes(Map<Integer, List<Bytes>> columns) {
    return columns.values().stream().mapToLong(List::size).sum() * EthAnswer.Cells.CELL;
  }
}

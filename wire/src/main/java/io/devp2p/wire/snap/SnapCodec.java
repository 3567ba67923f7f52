package io.devp2p.wire.snap;

import io.devp2p.core.Violation;
import io.devp2p.core.rlp.RlpReader;
import io.devp2p.core.rlp.RlpWriter;
import io.devp2p.wire.snap.SnapRequest.PathSet;
import io.devp2p.wire.trie.Leaf;
import io.devp2p.wire.trie.ProofNodes;
import io.devp2p.wire.trie.TrieRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * Messages of snap/1 and snap/2 on the wire (devp2p caps/snap.md and EIP-8189; 0x06 and 0x07 as
 * caps/snap.md had them for snap/1). Pure; any thread.
 */
public final class SnapCodec {

  static final int GET_ACCOUNT_RANGE = 0x00;
  static final int ACCOUNT_RANGE = 0x01;
  static final int GET_STORAGE_RANGES = 0x02;
  static final int STORAGE_RANGES = 0x03;
  static final int GET_BYTE_CODES = 0x04;
  static final int BYTE_CODES = 0x05;
  static final int GET_TRIE_NODES = 0x06;
  static final int TRIE_NODES = 0x07;
  static final int GET_BLOCK_ACCESS_LISTS = 0x08;
  static final int BLOCK_ACCESS_LISTS = 0x09;

  /**
   * How much an answer may hold.
   *
   * @param items codes, nodes, access lists, or accounts whose storage was asked for
   * @param leaves accounts or slots
   */
  record Most(int items, int leaves) {

    /**
     * What an account or a slot counts is 33 bytes at least: this is twice as many leaves as fit,
     * since not all servers count alike.
     */
    private static final int LEAF_BYTES = 16;

    static Most ofBytes(int bytes) {
      return new Most(0, LEAF_BYTES + bytes / LEAF_BYTES);
    }

    static Most items(int count) {
      return new Most(count, 0);
    }
  }

  private SnapCodec() {}

  /** Number of message ids of a version. */
  public static int span(int version) {
    return version == 1 ? 8 : 10;
  }

  /** The id of a message. */
  public static int code(SnapMessage message) {
    return switch (message) {
      case SnapRequest.GetAccountRange m -> GET_ACCOUNT_RANGE;
      case SnapAnswer.AccountRange m -> ACCOUNT_RANGE;
      case SnapRequest.GetStorageRanges m -> GET_STORAGE_RANGES;
      case SnapAnswer.StorageRanges m -> STORAGE_RANGES;
      case SnapRequest.GetByteCodes m -> GET_BYTE_CODES;
      case SnapAnswer.ByteCodes m -> BYTE_CODES;
      case SnapRequest.GetTrieNodes m -> GET_TRIE_NODES;
      case SnapAnswer.TrieNodes m -> TRIE_NODES;
      case SnapRequest.GetBlockAccessLists m -> GET_BLOCK_ACCESS_LISTS;
      case SnapAnswer.BlockAccessLists m -> BLOCK_ACCESS_LISTS;
    };
  }

  // ---- writing

  /** Writes a message. */
  public static Bytes encode(SnapMessage message) {
    return RlpWriter.encodeList(w -> {
      w.uint(message.requestId());
      switch (message) {
        case SnapRequest request -> write(w, request);
        case SnapAnswer answer -> write(w, answer);
      }
    });
  }

  private static void write(RlpWriter w, SnapRequest request) {
    switch (request) {
      case SnapRequest.GetAccountRange m ->
          w.bytes(m.root()).bytes(m.start()).bytes(m.limit()).uint(m.bytes());
      case SnapRequest.GetStorageRanges m ->
          w.bytes(m.root())
              .list(m.accounts(), RlpWriter::bytes)
              .bytes(m.start().map(Bytes.class::cast).orElse(Bytes.EMPTY))
              .bytes(m.limit().map(Bytes.class::cast).orElse(Bytes.EMPTY))
              .uint(m.bytes());
      case SnapRequest.GetByteCodes m -> w.list(m.hashes(), RlpWriter::bytes).uint(m.bytes());
      case SnapRequest.GetTrieNodes m ->
          w.bytes(m.root())
              .list(m.paths(), (set, paths) -> set.list(paths.elements(), RlpWriter::bytes))
              .uint(m.bytes());
      case SnapRequest.GetBlockAccessLists m ->
          w.list(m.hashes(), RlpWriter::bytes).uint(m.bytes());
    }
  }

  private static void write(RlpWriter w, SnapAnswer answer) {
    switch (answer) {
      case SnapAnswer.AccountRange m ->
          w.list(m.accounts(), SnapCodec::writeAccount).list(m.proof(), RlpWriter::bytes);
      case SnapAnswer.StorageRanges m ->
          w.list(m.slots(), (lists, slots) -> lists.list(slots, SnapCodec::writeSlot))
              .list(m.proof(), RlpWriter::bytes);
      case SnapAnswer.ByteCodes m -> w.list(m.codes(), RlpWriter::bytes);
      case SnapAnswer.TrieNodes m -> w.list(m.nodes(), RlpWriter::bytes);
      case SnapAnswer.BlockAccessLists m ->
          w.list(m.accessLists(), (lists, list) -> lists.raw(list.orElse(NOT_AVAILABLE)));
    }
  }

  private static void writeAccount(RlpWriter w, HashedAccount account) {
    w.list(entry -> entry.bytes(account.hash()).raw(account.account().encodeSlim()));
  }

  private static void writeSlot(RlpWriter w, Leaf slot) {
    w.list(entry -> entry.bytes(slot.key()).bytes(slot.value()));
  }

  /** Stands for an access list that is not held. */
  private static final Bytes NOT_AVAILABLE = Bytes.of(0x80);

  // ---- reading

  /**
   * Reads a request. Of those that have more than {@link SnapRequest#MAX_ITEMS} items, only so
   * many.
   *
   * @param version the negotiated one
   * @throws Violation of a {@link SnapRule} or an RLP rule
   */
  public static SnapRequest decodeRequest(int version, int code, Bytes payload) {
    checkVersion(version, code);
    RlpReader in = RlpReader.list(payload);
    SnapRequest request = readRequest(code, in.uint64(), in);
    in.end();
    return request;
  }

  /**
   * Reads an answer of which it is not known what was asked.
   *
   * @param version the negotiated one
   * @throws Violation of a {@link SnapRule}, {@link TrieRule#TRIE_PROOF_TOO_LONG} or an RLP rule
   */
  public static SnapAnswer decodeAnswer(int version, int code, Bytes payload) {
    return decodeAnswer(
        version,
        code,
        payload,
        new Most(SnapRequest.MAX_ITEMS, Most.ofBytes(payload.size()).leaves));
  }

  /**
   * Reads an answer.
   *
   * @param version the negotiated one
   * @throws Violation of a {@link SnapRule}, {@link TrieRule#TRIE_PROOF_TOO_LONG} or an RLP rule
   */
  static SnapAnswer decodeAnswer(int version, int code, Bytes payload, Most most) {
    checkVersion(version, code);
    RlpReader in = RlpReader.list(payload);
    SnapAnswer answer = readAnswer(code, in.uint64(), in, most);
    in.end();
    return answer;
  }

  /** Whether an id of the negotiated version is that of a request. */
  static boolean isRequest(int version, int code) {
    checkVersion(version, code);
    return code % 2 == 0;
  }

  private static void checkVersion(int version, int code) {
    boolean ofTrieNodes = code == GET_TRIE_NODES || code == TRIE_NODES;
    Violation.unless(
        code >= 0 && code < span(version) && (version == 1 || !ofTrieNodes),
        SnapRule.SNAP_UNKNOWN_MESSAGE);
  }

  private static SnapRequest readRequest(int code, long id, RlpReader in) {
    return switch (code) {
      case GET_ACCOUNT_RANGE ->
          new SnapRequest.GetAccountRange(
              id, in.bytes32(), in.bytes32(), in.bytes32(), in.uint64());
      case GET_STORAGE_RANGES ->
          new SnapRequest.GetStorageRanges(
              id, in.bytes32(), hashes(in), edge(in), edge(in), in.uint64());
      case GET_BYTE_CODES -> new SnapRequest.GetByteCodes(id, hashes(in), in.uint64());
      case GET_TRIE_NODES ->
          new SnapRequest.GetTrieNodes(id, in.bytes32(), pathSets(in.list()), in.uint64());
      case GET_BLOCK_ACCESS_LISTS ->
          new SnapRequest.GetBlockAccessLists(id, hashes(in), in.uint64());
      default -> throw new IllegalArgumentException("not a request: " + code);
    };
  }

  private static List<Bytes32> hashes(RlpReader in) {
    return first(in.list(), SnapRequest.MAX_ITEMS, RlpReader::bytes32);
  }

  /** The first items of a list; the rest is not looked at. */
  private static <T> List<T> first(RlpReader list, int most, Function<RlpReader, T> item) {
    List<T> items = new ArrayList<>();
    while (!list.isAtEnd() && items.size() < most) {
      items.add(item.apply(list));
    }
    return items;
  }

  /**
   * Where a range begins or ends. What is shorter than a hash is a number, as go-ethereum has it.
   */
  private static Optional<Bytes32> edge(RlpReader in) {
    Bytes edge = in.bytesUpTo(Bytes32.SIZE);
    return edge.isEmpty() ? Optional.empty() : Optional.of(Bytes32.leftPad(edge));
  }

  /** As many sets as have {@link SnapRequest#MAX_ITEMS} elements together. */
  private static List<PathSet> pathSets(RlpReader list) {
    List<PathSet> sets = new ArrayList<>();
    int room = SnapRequest.MAX_ITEMS;
    while (!list.isAtEnd() && room > 0) {
      List<Bytes> elements = first(list.list(), room, RlpReader::bytes);
      Violation.unless(!elements.isEmpty(), SnapRule.SNAP_EMPTY_PATH_SET);
      sets.add(new PathSet(elements));
      room -= elements.size();
    }
    return sets;
  }

  private static SnapAnswer readAnswer(int code, long id, RlpReader in, Most most) {
    return switch (code) {
      case ACCOUNT_RANGE ->
          new SnapAnswer.AccountRange(
              id, all(in.list(), most.leaves, SnapCodec::account), proof(in.list()));
      case STORAGE_RANGES ->
          new SnapAnswer.StorageRanges(id, slotLists(in.list(), most), proof(in.list()));
      case BYTE_CODES -> new SnapAnswer.ByteCodes(id, all(in.list(), most.items, RlpReader::bytes));
      case TRIE_NODES -> new SnapAnswer.TrieNodes(id, all(in.list(), most.items, RlpReader::bytes));
      case BLOCK_ACCESS_LISTS ->
          new SnapAnswer.BlockAccessLists(id, all(in.list(), most.items, SnapCodec::accessList));
      default -> throw new IllegalArgumentException("not an answer: " + code);
    };
  }

  /** All items of a list, of which there are not too many. */
  private static <T> List<T> all(RlpReader list, int most, Function<RlpReader, T> item) {
    List<T> items = first(list, most, item);
    Violation.unless(list.isAtEnd(), SnapRule.SNAP_TOO_MANY_ITEMS);
    return items;
  }

  private static HashedAccount account(RlpReader in) {
    RlpReader entry = in.list();
    HashedAccount account = new HashedAccount(entry.bytes32(), Account.readSlim(entry));
    entry.end();
    return account;
  }

  private static List<List<Leaf>> slotLists(RlpReader lists, Most most) {
    List<List<Leaf>> slots = new ArrayList<>();
    int room = most.leaves;
    while (!lists.isAtEnd()) {
      Violation.unless(slots.size() < most.items, SnapRule.SNAP_TOO_MANY_ITEMS);
      slots.add(all(lists.list(), room, SnapCodec::slot));
      room -= slots.getLast().size();
    }
    return slots;
  }

  private static Leaf slot(RlpReader in) {
    RlpReader entry = in.list();
    // RLP of a word: at most 32 bytes with their prefix.
    Leaf slot = new Leaf(entry.bytes32(), entry.bytesUpTo(Bytes32.SIZE + 1));
    entry.end();
    return slot;
  }

  private static List<Bytes> proof(RlpReader list) {
    List<Bytes> nodes = first(list, ProofNodes.MAX, RlpReader::bytes);
    Violation.unless(list.isAtEnd(), TrieRule.TRIE_PROOF_TOO_LONG);
    return nodes;
  }

  /** A list, of which the content is read by whoever knows its hash; or an empty string. */
  private static Optional<Bytes> accessList(RlpReader in) {
    if (in.nextIsList()) {
      return Optional.of(in.raw());
    }
    in.bytes(0);
    return Optional.empty();
  }
}

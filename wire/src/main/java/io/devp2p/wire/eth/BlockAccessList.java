package io.devp2p.wire.eth;

import io.devp2p.core.Violation;
import io.devp2p.core.crypto.Keccak;
import io.devp2p.core.rlp.RlpReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.units.bigints.UInt256;

/**
 * What the transactions of a block read and wrote (EIP-7928).
 *
 * @param accounts ascending by address
 */
public record BlockAccessList(List<AccountChanges> accounts) {

  /** Gas that an item must have cost (EIP-7928, ITEM_COST). */
  private static final int ITEM_COST = 2000;

  /** Bytes of the longest code (EIP-7954). */
  private static final int MAX_CODE = 65_536;

  /** Index of what follows the last of so many transactions as can be counted. */
  private static final long HIGHEST_INDEX = 0xffff_ffffL;

  public BlockAccessList {
    accounts = List.copyOf(accounts);
  }

  /**
   * An account that was accessed.
   *
   * @param changes by slot, ascending
   * @param reads slots that were read and not changed, ascending
   */
  public record AccountChanges(
      Address address,
      List<SlotChanges> changes,
      List<UInt256> reads,
      List<Change<UInt256>> balances,
      List<Change<Long>> nonces,
      List<Change<Bytes>> codes) {

    public AccountChanges {
      changes = List.copyOf(changes);
      reads = List.copyOf(reads);
      balances = List.copyOf(balances);
      nonces = List.copyOf(nonces);
      codes = List.copyOf(codes);
    }
  }

  /** A slot that was changed, at least once. */
  public record SlotChanges(UInt256 slot, List<Change<UInt256>> changes) {
    public SlotChanges {
      changes = List.copyOf(changes);
    }
  }

  /**
   * What something became.
   *
   * @param index 0: before the first transaction; 1 to n: by that transaction; n + 1: after the
   *     last
   */
  public record Change<T>(long index, T value) {}

  /**
   * Reads the access list that a header commits to.
   *
   * @throws Violation of a {@link BlockRule} or an RLP rule
   */
  public static BlockAccessList decode(Bytes encoding, Header header) {
    Optional<Bytes32> hash = Optional.of(Keccak.hash(encoding));
    Violation.unless(hash.equals(header.blockAccessListHash()), BlockRule.ACCESS_LIST_HASH);
    return decode(encoding, header.gasLimit());
  }

  /**
   * Reads the access list of a block whose number of transactions is not known.
   *
   * @throws Violation of a {@link BlockRule} or an RLP rule
   */
  public static BlockAccessList decode(Bytes encoding, long gasLimit) {
    return decode(encoding, gasLimit, HIGHEST_INDEX - 1);
  }

  /**
   * Reads the access list of a block.
   *
   * @param gasLimit of the block, unsigned
   * @param transactions of the block
   * @throws Violation of a {@link BlockRule} or an RLP rule
   */
  public static BlockAccessList decode(Bytes encoding, long gasLimit, long transactions) {
    Decoder decoder = new Decoder(Long.divideUnsigned(gasLimit, ITEM_COST), transactions + 1);
    return new BlockAccessList(decoder.accounts(RlpReader.list(encoding)));
  }

  /** Reads one list, and counts what it holds. */
  private static final class Decoder {

    private final long maxItems;
    private final long maxIndex;
    private long items;

    private Decoder(long maxItems, long maxIndex) {
      this.maxItems = maxItems;
      this.maxIndex = maxIndex;
    }

    private void countItem() {
      items++;
      Violation.unless(items <= maxItems, BlockRule.ACCESS_LIST_ITEMS);
    }

    private List<AccountChanges> accounts(RlpReader in) {
      List<AccountChanges> accounts = new ArrayList<>();
      Optional<Address> last = Optional.empty();
      while (!in.isAtEnd()) {
        AccountChanges next = account(in.list());
        Address before = last.orElse(next.address());
        Violation.unless(
            last.isEmpty() || before.compareTo(next.address()) < 0, BlockRule.ACCESS_LIST_ORDER);
        last = Optional.of(next.address());
        accounts.add(next);
      }
      return accounts;
    }

    private AccountChanges account(RlpReader in) {
      Address address = new Address(in.bytes(Address.SIZE));
      countItem();
      List<SlotChanges> changes = storageChanges(in.list());
      List<UInt256> reads = reads(in.list());
      checkDisjoint(changes, reads);
      AccountChanges account =
          new AccountChanges(
              address,
              changes,
              reads,
              changes(in.list(), RlpReader::uint256),
              changes(in.list(), RlpReader::uint64),
              changes(in.list(), Decoder::code));
      in.end();
      return account;
    }

    private List<SlotChanges> storageChanges(RlpReader in) {
      List<SlotChanges> slots = new ArrayList<>();
      while (!in.isAtEnd()) {
        RlpReader entry = in.list();
        UInt256 slot = entry.uint256();
        countItem();
        Violation.unless(
            slots.isEmpty() || slots.getLast().slot().compareTo(slot) < 0,
            BlockRule.ACCESS_LIST_ORDER);
        List<Change<UInt256>> changes = changes(entry.list(), RlpReader::uint256);
        entry.end();
        Violation.unless(!changes.isEmpty(), BlockRule.ACCESS_LIST_EMPTY_CHANGE);
        slots.add(new SlotChanges(slot, changes));
      }
      return slots;
    }

    private List<UInt256> reads(RlpReader in) {
      List<UInt256> reads = new ArrayList<>();
      while (!in.isAtEnd()) {
        UInt256 slot = in.uint256();
        countItem();
        Violation.unless(
            reads.isEmpty() || reads.getLast().compareTo(slot) < 0, BlockRule.ACCESS_LIST_ORDER);
        reads.add(slot);
      }
      return reads;
    }

    /** Both ascend, so one walk over both finds what they share. */
    private static void checkDisjoint(List<SlotChanges> changes, List<UInt256> reads) {
      int read = 0;
      for (SlotChanges change : changes) {
        while (read < reads.size() && reads.get(read).compareTo(change.slot()) < 0) {
          read++;
        }
        Violation.unless(
            read == reads.size() || !reads.get(read).equals(change.slot()),
            BlockRule.ACCESS_LIST_ORDER);
      }
    }

    private <T> List<Change<T>> changes(RlpReader in, Function<RlpReader, T> value) {
      List<Change<T>> changes = new ArrayList<>();
      while (!in.isAtEnd()) {
        RlpReader change = in.list();
        long index = change.uint64();
        Violation.unless(Long.compareUnsigned(index, maxIndex) <= 0, BlockRule.ACCESS_LIST_INDEX);
        Violation.unless(
            changes.isEmpty() || changes.getLast().index() < index, BlockRule.ACCESS_LIST_ORDER);
        changes.add(new Change<>(index, value.apply(change)));
        change.end();
      }
      return changes;
    }

    private static Bytes code(RlpReader in) {
      Violation.unless(in.nextLength() <= MAX_CODE, BlockRule.ACCESS_LIST_CODE);
      return in.bytes();
    }
  }
}

package io.devp2p.node;

import io.devp2p.core.crypto.Keccak;
import io.devp2p.core.rlp.RlpWriter;
import io.devp2p.node.files.Block;
import io.devp2p.node.state.FlatAccount;
import io.devp2p.node.state.FlatState;
import io.devp2p.wire.eth.Address;
import io.devp2p.wire.eth.Header;
import io.devp2p.wire.eth.HeaderFields;
import io.devp2p.wire.trie.Trie;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.units.bigints.UInt256;

/**
 * A chain of Amsterdam blocks without transactions, and its directory. In block n the first account
 * gets nonce n, balance 1000 + n and n in slot n % 3 + 1; the block after that empties the slot
 * before; a second account is there in odd blocks only; a third, with code, never changes.
 */
final class TestChain {

  static final Address CHANGING = address(1);
  static final Address COMING_AND_GOING = address(2);
  static final Address CONTRACT = address(3);

  private static final Bytes CODE = Bytes.fromHexString("0x6000");
  private static final Bytes32 NO_OMMERS = Keccak.hash(Bytes.of(0xc0));
  private static final Bytes32 NO_REQUESTS =
      Bytes32.fromHexString("0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");

  private final List<Header> headers = new ArrayList<>();
  private final List<Bytes> accessLists = new ArrayList<>();

  private TestChain() {}

  private static Address address(int last) {
    return new Address(Bytes.concatenate(Bytes.wrap(new byte[19]), Bytes.of(last)));
  }

  /** A chain whose head is block {@code length}. */
  static TestChain of(int length) {
    TestChain chain = new TestChain();
    chain.headers.add(header(Bytes32.ZERO, 0, Keccak.hash(Bytes.of(0xc0))));
    for (int n = 1; n <= length; n++) {
      Bytes list = accessList(n);
      chain.accessLists.add(list);
      chain.headers.add(header(chain.headers.getLast().hash(), n, Keccak.hash(list)));
    }
    return chain;
  }

  List<Header> headers() {
    return headers;
  }

  Header head() {
    return headers.getLast();
  }

  Bytes accessList(Header header) {
    return accessLists.get((int) header.number() - 1);
  }

  private static Header header(Bytes32 parent, int n, Bytes32 accessListHash) {
    HeaderFields.Prague prague =
        new HeaderFields.Prague(
            NO_REQUESTS, Optional.of(new HeaderFields.Amsterdam(accessListHash, n)));
    HeaderFields.Cancun cancun = new HeaderFields.Cancun(0, 0, Bytes32.ZERO, Optional.of(prague));
    HeaderFields.Shanghai shanghai =
        new HeaderFields.Shanghai(Trie.EMPTY_ROOT, Optional.of(cancun));
    return Header.decode(
        new HeaderFields(
                parent,
                NO_OMMERS,
                address(0),
                FlatState.of(accounts(n)).root(),
                Trie.EMPTY_ROOT,
                Trie.EMPTY_ROOT,
                Bytes.wrap(new byte[256]),
                UInt256.ONE,
                n,
                30_000_000,
                0,
                10L * n,
                Bytes.EMPTY,
                Bytes32.ZERO,
                Bytes.wrap(new byte[8]),
                Optional.of(new HeaderFields.London(UInt256.valueOf(7), Optional.of(shanghai))))
            .encode());
  }

  // ---- states

  private static long slot(int n) {
    return n % 3 + 1L;
  }

  static List<FlatAccount> accounts(int n) {
    Map<UInt256, UInt256> storage = new HashMap<>();
    storage.put(UInt256.valueOf(9), UInt256.valueOf(9));
    if (n > 0) {
      storage.put(UInt256.valueOf(slot(n)), UInt256.valueOf(n));
    }
    List<FlatAccount> accounts = new ArrayList<>();
    accounts.add(new FlatAccount(CHANGING, n, UInt256.valueOf(1000 + n), Bytes.EMPTY, storage));
    accounts.add(new FlatAccount(CONTRACT, 1, UInt256.ZERO, CODE, Map.of()));
    if (n % 2 == 1) {
      accounts.add(new FlatAccount(COMING_AND_GOING, 0, UInt256.ONE, Bytes.EMPTY, Map.of()));
    }
    return accounts;
  }

  private static Bytes accessList(int n) {
    return RlpWriter.encodeList(w -> {
      w.list(account -> {
        account.bytes(CHANGING.bytes());
        account.list(slots -> {
          long emptied = n == 1 ? 0 : slot(n - 1);
          long low = emptied == 0 ? slot(n) : Math.min(emptied, slot(n));
          writeSlot(slots, low, low == slot(n) ? n : 0);
          if (emptied != 0) {
            long high = Math.max(emptied, slot(n));
            writeSlot(slots, high, high == slot(n) ? n : 0);
          }
        });
        account.list(reads -> {});
        account.list(balances -> {
          balances.list(change -> change.uint(0).uint(5)); // overwritten in the same block
          balances.list(change -> change.uint(1).uint(1000 + n));
        });
        account.list(nonces -> nonces.list(change -> change.uint(1).uint(n)));
        account.list(codes -> {});
      });
      w.list(account -> {
        account.bytes(COMING_AND_GOING.bytes()).list(slots -> {}).list(reads -> {});
        account.list(balances -> balances.list(change -> change.uint(1).uint(n % 2)));
        account.list(nonces -> {}).list(codes -> {});
      });
      w.list(account -> {
        account.bytes(CONTRACT.bytes()).list(slots -> {});
        account.list(reads -> reads.uint(4));
        account.list(balances -> {}).list(nonces -> {}).list(codes -> {});
      });
    });
  }

  private static void writeSlot(RlpWriter slots, long slot, long value) {
    slots.list(entry ->
        entry.uint(slot).list(changes -> changes.list(change -> change.uint(1).uint(value))));
  }

  // ---- files

  /** Writes all files. */
  void write(Path directory) throws IOException {
    Files.writeString(directory.resolve("genesis.json"), genesis("0x1"));
    Files.write(directory.resolve("chain.rlp"), blocks().toArray());
    Files.writeString(directory.resolve("headstate.json"), headState());
    Files.writeString(directory.resolve("newpayload.json"), payloads());
  }

  /** The blocks as in {@code chain.rlp}. */
  Bytes blocks() {
    return Bytes.concatenate(headers.stream().skip(1).map(TestChain::block).toArray(Bytes[]::new));
  }

  static Bytes block(Header header) {
    Bytes body = Block.emptyBody(header);
    return RlpWriter.encodeList(w -> w.raw(header.encoding()).raw(body.slice(1)));
  }

  static String genesis(String difficulty) {
    return """
    {"config": {"chainId": 3503995874084926, "londonBlock": 0, "shanghaiTime": 0,
      "cancunTime": 0, "pragueTime": 0, "amsterdamTime": 0, "laterTime": 30,
      "terminalTotalDifficulty": 0},
     "gasLimit": "0x1c9c380", "difficulty": "%s", "baseFeePerGas": "0x7",
     "alloc": {%s}}
    """
        .formatted(difficulty, accountsJson(0));
  }

  String headState() {
    return "{\"accounts\": {" + accountsJson(headers.size() - 1) + "}}";
  }

  private static String accountsJson(int n) {
    return String.join(",", accounts(n).stream().map(TestChain::json).toList());
  }

  private static String json(FlatAccount account) {
    String storage =
        String.join(
            ",",
            account.storage().entrySet().stream()
                .map(e -> "\"" + e.getKey().toHexString() + "\": \"" + hex(e.getValue()) + "\"")
                .toList());
    return """
    "%s": {"nonce": %d, "balance": "%s", "code": "%s", "storage": {%s}}\
    """
        .formatted(
            account.address(),
            account.nonce(),
            account.balance().toBigInteger(),
            account.code(),
            storage);
  }

  private static String hex(UInt256 value) {
    return value.toMinimalBytes().toUnprefixedHexString();
  }

  String payloads() {
    return "["
        + String.join(
            ",",
            headers.stream()
                .skip(1)
                .map(h ->
                    "{\"params\": [{\"blockHash\": \"%s\", \"blockAccessList\": \"%s\"}]}"
                        .formatted(h.hash(), accessList(h)))
                .toList())
        + "]";
  }
}

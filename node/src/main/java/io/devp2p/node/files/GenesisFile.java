package io.devp2p.node.files;

import io.devp2p.core.crypto.Keccak;
import io.devp2p.core.node.ForkSchedule;
import io.devp2p.node.state.FlatAccount;
import io.devp2p.node.state.FlatState;
import io.devp2p.wire.eth.Address;
import io.devp2p.wire.eth.Header;
import io.devp2p.wire.eth.HeaderFields;
import io.devp2p.wire.trie.Trie;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.units.bigints.UInt256;

/**
 * {@code genesis.json} in the form of go-ethereum: settings of the chain, what is in the header of
 * block 0, and the accounts that are there from the start.
 */
final class GenesisFile {

  /** What go-ethereum fills in (params.GenesisGasLimit, GenesisDifficulty, InitialBaseFee). */
  private static final long GAS_LIMIT = 4_712_388;

  private static final UInt256 DIFFICULTY = UInt256.valueOf(131_072);
  private static final UInt256 BASE_FEE = UInt256.valueOf(1_000_000_000);

  private static final Bytes32 NO_OMMERS = Keccak.hash(Bytes.of(0xc0));

  /** Hash of no access list, which is an empty one (EIP-7928). */
  private static final Bytes32 NO_ACCESSES = NO_OMMERS;

  /** SHA-256 of nothing (EIP-7685). */
  private static final Bytes32 NO_REQUESTS =
      Bytes32.fromHexString("0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");

  private final Json json;
  private final Json config;

  private GenesisFile(Json json) throws ChainFileException {
    this.json = json;
    this.config = json.field("config");
  }

  static Genesis parse(Json json) throws ChainFileException {
    return new GenesisFile(json).genesis();
  }

  private Genesis genesis() throws ChainFileException {
    List<FlatAccount> accounts = new ArrayList<>();
    for (Json.Field entry : json.field("alloc").fields()) {
      accounts.add(AccountJson.read(entry.name(), entry.value()));
    }
    FlatState state = FlatState.of(accounts);
    Header header = Header.decode(header(state.root()).encode());
    ForkSchedule forks =
        new ForkSchedule(header.hash(), header.time(), forks("Block"), forks("Time"));
    return new Genesis(config.field("chainId").uint64(), header, forks, accounts, state);
  }

  // ---- header

  private HeaderFields header(Bytes32 stateRoot) throws ChainFileException {
    long gasLimit = uint64("gasLimit");
    Optional<Json> difficulty = json.optional("difficulty");
    Optional<Json> extraData = json.optional("extraData");
    return new HeaderFields(
        hash("parentHash"),
        NO_OMMERS,
        new Address(padded("coinbase", Address.SIZE)),
        stateRoot,
        Trie.EMPTY_ROOT,
        Trie.EMPTY_ROOT,
        Bytes.wrap(new byte[256]),
        difficulty.isPresent() ? difficulty.get().uint256() : DIFFICULTY,
        uint64("number"),
        gasLimit == 0 ? GAS_LIMIT : gasLimit,
        uint64("gasUsed"),
        uint64("timestamp"),
        extraData.isPresent() ? extraData.get().bytes() : Bytes.EMPTY,
        hash("mixHash"),
        padded("nonce", Long.BYTES),
        london());
  }

  private Optional<HeaderFields.London> london() throws ChainFileException {
    Optional<Json> block = config.optional("londonBlock");
    if (block.isEmpty() || block.get().uint64() != 0) {
      return Optional.empty();
    }
    Optional<Json> fee = json.optional("baseFeePerGas");
    return Optional.of(
        new HeaderFields.London(fee.isPresent() ? fee.get().uint256() : BASE_FEE, shanghai()));
  }

  private Optional<HeaderFields.Shanghai> shanghai() throws ChainFileException {
    return isActive("shanghaiTime")
        ? Optional.of(new HeaderFields.Shanghai(Trie.EMPTY_ROOT, cancun()))
        : Optional.empty();
  }

  private Optional<HeaderFields.Cancun> cancun() throws ChainFileException {
    return isActive("cancunTime")
        ? Optional.of(
            new HeaderFields.Cancun(
                uint64("blobGasUsed"), uint64("excessBlobGas"), Bytes32.ZERO, prague()))
        : Optional.empty();
  }

  private Optional<HeaderFields.Prague> prague() throws ChainFileException {
    return isActive("pragueTime")
        ? Optional.of(new HeaderFields.Prague(NO_REQUESTS, amsterdam()))
        : Optional.empty();
  }

  private Optional<HeaderFields.Amsterdam> amsterdam() throws ChainFileException {
    return isActive("amsterdamTime")
        ? Optional.of(new HeaderFields.Amsterdam(NO_ACCESSES, uint64("slotNumber")))
        : Optional.empty();
  }

  private boolean isActive(String fork) throws ChainFileException {
    Optional<Json> time = config.optional(fork);
    return time.isPresent() && Long.compareUnsigned(time.get().uint64(), uint64("timestamp")) <= 0;
  }

  // ---- forks

  /** Every setting whose name ends so is a fork, as in go-ethereum: also those to come. */
  private long[] forks(String suffix) throws ChainFileException {
    List<Long> forks = new ArrayList<>();
    for (Json.Field setting : config.fields()) {
      if (setting.name().text().endsWith(suffix) && !setting.value().node().isNull()) {
        forks.add(setting.value().uint64());
      }
    }
    return forks.stream().mapToLong(Long::longValue).toArray();
  }

  // ---- values that may be missing

  private Bytes32 hash(String name) throws ChainFileException {
    return Bytes32.wrap(padded(name, Bytes32.SIZE));
  }

  private Bytes padded(String name, int size) throws ChainFileException {
    Optional<Json> value = json.optional(name);
    return value.isPresent() ? value.get().bytes(size) : Bytes.wrap(new byte[size]);
  }

  private long uint64(String name) throws ChainFileException {
    Optional<Json> value = json.optional(name);
    return value.isPresent() ? value.get().uint64() : 0;
  }
}

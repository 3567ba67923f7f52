package io.devp2p.wire.tx;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.wire.eth.AccessListEntry;
import io.devp2p.wire.eth.Address;
import io.devp2p.wire.eth.Transaction;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;

/** Prices of the forks, as go-ethereum v1.17.10 has them. */
final class GasScheduleTest {

  private static final Address SENDER = Address.of(Txs.ALICE.publicKey());
  private static final Optional<Address> OTHER = Optional.of(Txs.NOBODY);
  private static final Optional<Address> CREATE = Optional.empty();
  private static final long BLOCK = 60_000_000;

  private static Transaction tx(Optional<Address> to, Bytes input, long gas) {
    return Txs.make(Transaction.FEE_MARKET, gas, to, input, List.of());
  }

  private static long needed(GasSchedule schedule, Transaction tx) {
    return Math.max(schedule.intrinsic(tx, SENDER), schedule.floor(tx, SENDER));
  }

  private static Optional<Refusal> judge(GasSchedule schedule, Transaction tx) {
    return schedule.check(tx, SENDER, BLOCK);
  }

  @Test
  void aTransfer() {
    Transaction transfer = tx(OTHER, Bytes.EMPTY, 21_000);
    assertThat(needed(GasSchedule.PRAGUE, transfer)).isEqualTo(21_000);
    assertThat(needed(GasSchedule.AMSTERDAM, transfer)).isEqualTo(12_000 + 3_000 + 6_000);
    assertThat(needed(GasSchedule.AMSTERDAM, tx(Optional.of(SENDER), Bytes.EMPTY, 1)))
        .isEqualTo(12_000);
    assertThat(judge(GasSchedule.PRAGUE, transfer)).isEmpty();
    assertThat(judge(GasSchedule.PRAGUE, tx(OTHER, Bytes.EMPTY, 20_999)))
        .contains(Refusal.INTRINSIC_GAS);
  }

  @Test
  void creationsAndData() {
    Bytes input = Bytes.concatenate(Bytes.repeat((byte) 1, 32), Bytes.repeat((byte) 0, 32));
    assertThat(GasSchedule.CANCUN.intrinsic(tx(CREATE, input, 1), SENDER))
        .isEqualTo(21_000 + 32_000 + 32 * 16 + 32 * 4 + 2 * 2);
    assertThat(GasSchedule.CANCUN.floor(tx(CREATE, input, 1), SENDER)).isZero();
    assertThat(GasSchedule.PRAGUE.floor(tx(CREATE, input, 1), SENDER))
        .isEqualTo(21_000 + 32 * 40 + 32 * 10);
    assertThat(GasSchedule.AMSTERDAM.intrinsic(tx(CREATE, input, 1), SENDER))
        .isEqualTo(24_000 + 32 * 16 + 32 * 4 + 2 * 2);
    assertThat(GasSchedule.AMSTERDAM.floor(tx(CREATE, input, 1), SENDER))
        .isEqualTo(24_000 + 64 * 64);
  }

  @Test
  void accessLists() {
    List<AccessListEntry> list =
        List.of(new AccessListEntry(Txs.NOBODY, List.of(Bytes32.ZERO, Bytes32.ZERO)));
    Transaction tx = Txs.make(Transaction.ACCESS_LIST, 1, OTHER, Bytes.EMPTY, list);
    assertThat(GasSchedule.PRAGUE.intrinsic(tx, SENDER)).isEqualTo(21_000 + 2_400 + 2 * 1_900);
    assertThat(GasSchedule.PRAGUE.floor(tx, SENDER)).isEqualTo(21_000);
    assertThat(GasSchedule.AMSTERDAM.intrinsic(tx, SENDER))
        .isEqualTo(21_000 + 2_900 + 1_280 + 2 * (2_000 + 2_048));
    assertThat(GasSchedule.AMSTERDAM.floor(tx, SENDER)).isEqualTo(21_000 + (20 + 64) * 64);
  }

  /** The five transactions that the judge's suite expects to be refused, and those it does not. */
  @Test
  void limits() {
    Bytes fiftyKib = Bytes.repeat((byte) 1, 50 << 10);
    Bytes dataOf128Kib = Bytes.repeat((byte) 1, 128 << 10);
    assertThat(judge(GasSchedule.AMSTERDAM, tx(OTHER, Bytes.EMPTY, 30_000))).isEmpty();
    assertThat(judge(GasSchedule.AMSTERDAM, tx(CREATE, Bytes.EMPTY, 75_000))).isEmpty();
    assertThat(judge(GasSchedule.AMSTERDAM, tx(OTHER, Bytes.EMPTY, 1_337)))
        .contains(Refusal.INTRINSIC_GAS);
    assertThat(judge(GasSchedule.AMSTERDAM, tx(CREATE, fiftyKib, 1_000_000)))
        .contains(Refusal.INTRINSIC_GAS);
    assertThat(judge(GasSchedule.PRAGUE, tx(CREATE, fiftyKib, 1_000_000)))
        .contains(Refusal.INIT_CODE);
    assertThat(judge(GasSchedule.AMSTERDAM, tx(OTHER, dataOf128Kib, 5_000_000)))
        .contains(Refusal.INTRINSIC_GAS);
    assertThat(judge(GasSchedule.AMSTERDAM, tx(OTHER, Bytes.repeat((byte) 1, 1 << 18), BLOCK)))
        .contains(Refusal.GAS_LIMIT);
    assertThat(judge(GasSchedule.OSAKA, tx(OTHER, Bytes.EMPTY, (1 << 24) + 1)))
        .contains(Refusal.GAS_LIMIT);
    assertThat(judge(GasSchedule.AMSTERDAM, tx(OTHER, Bytes.EMPTY, (1 << 24) + 1))).isEmpty();
    assertThat(judge(GasSchedule.PRAGUE, tx(OTHER, Bytes.EMPTY, BLOCK + 1)))
        .contains(Refusal.GAS_LIMIT);
    assertThat(judge(GasSchedule.PRAGUE, tx(OTHER, Bytes.EMPTY, -1))).contains(Refusal.GAS_LIMIT);
    Transaction setCode = Txs.make(Transaction.SET_CODE, 100_000, OTHER, Bytes.EMPTY, List.of());
    assertThat(judge(GasSchedule.CANCUN, setCode)).contains(Refusal.NOT_YET);
  }
}

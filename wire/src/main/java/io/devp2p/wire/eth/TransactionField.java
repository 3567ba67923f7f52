package io.devp2p.wire.eth;

import io.devp2p.core.Violation;
import io.devp2p.core.rlp.RlpReader;
import java.util.List;
import org.apache.tuweni.bytes.Bytes32;

/** What a transaction consists of, and in which order the types have it. */
enum TransactionField {
  CHAIN_ID(0),
  NONCE(1),
  GAS_PRICE(2),
  MAX_PRIORITY_FEE(3),
  MAX_FEE(4),
  GAS(5),
  TO(6),
  VALUE(7),
  INPUT(8),
  ACCESS_LIST(9),
  MAX_BLOB_FEE(10),
  BLOB_HASHES(11),
  AUTHORIZATIONS(12),
  V(13),
  R(14),
  S(15);

  /** Number of fields. */
  static final int COUNT = 16;

  private static final List<List<TransactionField>> LAYOUTS =
      List.of(
          List.of(NONCE, GAS_PRICE, GAS, TO, VALUE, INPUT, V, R, S),
          List.of(CHAIN_ID, NONCE, GAS_PRICE, GAS, TO, VALUE, INPUT, ACCESS_LIST, V, R, S),
          List.of(
              CHAIN_ID,
              NONCE,
              MAX_PRIORITY_FEE,
              MAX_FEE,
              GAS,
              TO,
              VALUE,
              INPUT,
              ACCESS_LIST,
              V,
              R,
              S),
          List.of(
              CHAIN_ID,
              NONCE,
              MAX_PRIORITY_FEE,
              MAX_FEE,
              GAS,
              TO,
              VALUE,
              INPUT,
              ACCESS_LIST,
              MAX_BLOB_FEE,
              BLOB_HASHES,
              V,
              R,
              S),
          List.of(
              CHAIN_ID,
              NONCE,
              MAX_PRIORITY_FEE,
              MAX_FEE,
              GAS,
              TO,
              VALUE,
              INPUT,
              ACCESS_LIST,
              AUTHORIZATIONS,
              V,
              R,
              S));

  private final int place;

  TransactionField(int place) {
    this.place = place;
  }

  /** Where the field has its place among all fields: 0 to {@link #COUNT} - 1. */
  int place() {
    return place;
  }

  /** The fields of a type, 0 to {@link Transaction#MAX_TYPE}, in order. */
  static List<TransactionField> layout(int type) {
    return LAYOUTS.get(type);
  }

  /** Goes past the field, of which nothing may be wrong. */
  void skip(RlpReader in, int type) {
    switch (this) {
      case NONCE, GAS -> in.skipInteger(Long.BYTES);
      case TO -> {
        boolean creates = type <= Transaction.FEE_MARKET && in.nextLength() == 0;
        Violation.unless(creates || in.nextLength() == Address.SIZE, TransactionRule.TX_TO);
        in.skipBytes(in.nextLength());
      }
      case INPUT -> in.skipBytes(in.nextLength());
      case ACCESS_LIST -> AccessListEntry.skipList(in.list());
      case BLOB_HASHES -> {
        RlpReader hashes = in.list();
        while (!hashes.isAtEnd()) {
          hashes.skipBytes(Bytes32.SIZE);
        }
      }
      case AUTHORIZATIONS -> {
        RlpReader list = in.list();
        while (!list.isAtEnd()) {
          Authorization.skip(list);
        }
      }
      default -> in.skipInteger(32);
    }
  }
}

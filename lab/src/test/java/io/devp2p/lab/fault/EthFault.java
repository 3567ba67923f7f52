package io.devp2p.lab.fault;

import io.devp2p.core.rlp.RlpReader;
import io.devp2p.core.rlp.RlpWriter;
import io.devp2p.wire.eth.CellMask;
import io.devp2p.wire.eth.EthAnswer;
import io.devp2p.wire.eth.EthMessage;
import io.devp2p.wire.eth.EthMessage.BlockRangeUpdate;
import io.devp2p.wire.eth.EthMessage.NewPooledTransactionHashes;
import io.devp2p.wire.eth.EthRequest;
import io.devp2p.wire.eth.EthRequest.GetBlockHeaders;
import io.devp2p.wire.eth.EthRequest.GetPooledTransactions;
import io.devp2p.wire.eth.HeaderQuery;
import io.devp2p.wire.eth.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** Faults in eth, one for each case of go-ethereum's suite. */
public enum EthFault implements WireFault {
  STATUS_OF_ANOTHER_HEAD("Status") {
    @Override
    Optional<EthMessage> change(EthMessage out) {
      return Optional.of(
          out instanceof Status.Status69 s
              ? new Status.Status69(
                  s.version(),
                  s.networkId(),
                  s.genesis(),
                  s.forkId(),
                  s.earliest(),
                  s.latest(),
                  s.latestHash().not())
              : out);
    }
  },
  /** Says something of eth to whoever has said no Hello. */
  TALKS_BEFORE_HELLO("MaliciousHandshake") {
    @Override
    public List<Said> in(Link link, Said said) {
      if (!link.isAgreed()) {
        link.say(new Said(Said.CAPABILITIES, Bytes.of(0xc0)));
        return List.of();
      }
      return List.of(said);
    }
  },
  NEEDS_WHOLE_HISTORY("BlockRangeUpdateExpired") {
    @Override
    boolean isOffended(EthMessage in) {
      return in instanceof BlockRangeUpdate update && update.earliest() > 0;
    }
  },
  BELIEVES_NO_NEWS("BlockRangeUpdateFuture") {
    @Override
    boolean isOffended(EthMessage in) {
      return in instanceof BlockRangeUpdate update && update.latest() > 600;
    }
  },
  /** Takes an update that is none. */
  TAKES_ANY_RANGE("BlockRangeUpdateInvalid") {
    @Override
    public List<Said> in(Link link, Said said) {
      boolean isUpdate = said.code() == Said.CAPABILITIES + 0x11;
      return isUpdate && link.eth(said).isEmpty() ? List.of() : List.of(said);
    }
  },
  FORGETS_SKIP("GetBlockHeaders") {
    @Override
    Optional<EthMessage> hear(Link link, EthMessage in) {
      return Optional.of(
          in instanceof GetBlockHeaders m
              ? new GetBlockHeaders(m.requestId(), m.query().skip(0))
              : in);
    }
  },
  DISCONNECTS_FOR_UNKNOWN_BLOCKS("GetNonexistentBlockHeaders") {
    @Override
    boolean isOffended(EthMessage in) {
      return in instanceof GetBlockHeaders m
          && m.query().start().equals(new HeaderQuery.Start.ByNumber(-1));
    }
  },
  ANSWERS_EVERY_OTHER_REQUEST("SimultaneousRequests") {
    @Override
    Optional<EthMessage> hear(Link link, EthMessage in) {
      return Optional.of(in).filter(m -> !(m instanceof EthRequest) || link.counted() % 2 == 0);
    }
  },
  ANSWERS_AN_ID_ONCE("SameRequestID") {
    @Override
    Optional<EthMessage> hear(Link link, EthMessage in) {
      return Optional.of(in).filter(m -> !(m instanceof EthRequest r) || link.isNew(r.requestId()));
    }
  },
  KNOWS_NO_ID_ZERO("ZeroRequestID") {
    @Override
    Optional<EthMessage> hear(Link link, EthMessage in) {
      return Optional.of(in).filter(m -> !(m instanceof EthRequest r) || r.requestId() != 0);
    }
  },
  ACCESS_LISTS_WITHOUT_GAPS("GetBlockAccessLists") {
    @Override
    Optional<EthMessage> change(EthMessage out) {
      return Optional.of(
          out instanceof EthAnswer.BlockAccessLists m
              ? new EthAnswer.BlockAccessLists(
                  m.requestId(), m.accessLists().stream().filter(Optional::isPresent).toList())
              : out);
    }
  },
  LAST_BODY_IS_MISSING("GetBlockBodies") {
    @Override
    Optional<EthMessage> change(EthMessage out) {
      return Optional.of(
          out instanceof EthAnswer.BlockBodies m
              ? new EthAnswer.BlockBodies(m.requestId(), withoutLast(m.bodies()))
              : out);
    }
  },
  LAST_RECEIPTS_ARE_MISSING("GetReceipts") {
    @Override
    Optional<EthMessage> change(EthMessage out) {
      return Optional.of(
          out instanceof EthAnswer.Receipts m
              ? new EthAnswer.Receipts(
                  m.requestId(), m.lastBlockIncomplete(), withoutLast(m.blocks()))
              : out);
    }
  },
  SAYS_A_RECEIPT_TWICE("GetLargeReceipts") {
    @Override
    Optional<EthMessage> change(EthMessage out) {
      return Optional.of(
          out instanceof EthAnswer.Receipts m && !m.blocks().isEmpty()
              ? new EthAnswer.Receipts(
                  m.requestId(), m.lastBlockIncomplete(), withLastTwice(m.blocks()))
              : out);
    }
  },
  TELLS_OF_THE_FIRST_ONLY("LargeTxRequest") {
    @Override
    Optional<EthMessage> change(EthMessage out) {
      return Optional.of(
          switch (out) {
            case EthMessage.Transactions m ->
                new EthMessage.Transactions(m.transactions().subList(0, 1));
            case NewPooledTransactionHashes m ->
                new NewPooledTransactionHashes(m.transactions().subList(0, 1), m.mask());
            default -> out;
          });
    }
  },
  TELLS_NOBODY("Transaction") {
    @Override
    Optional<EthMessage> change(EthMessage out) {
      return Optional.of(out)
          .filter(m ->
              !(m instanceof EthMessage.Transactions || m instanceof NewPooledTransactionHashes));
    }
  },
  TELLS_UNCHECKED("InvalidTxs") {
    @Override
    Optional<EthMessage> hear(Link link, EthMessage in) {
      if (in instanceof EthMessage.Transactions) {
        link.others().forEach(other -> other.say(other.of(in)));
      }
      return Optional.of(in);
    }
  },
  ASKS_PIECEMEAL("NewPooledTxs") {
    @Override
    Optional<EthMessage> change(EthMessage out) {
      return Optional.of(
          out instanceof GetPooledTransactions m
              ? new GetPooledTransactions(
                  m.requestId(), m.hashes().subList(0, Math.min(16, m.hashes().size())))
              : out);
    }
  },
  CLOSES_WITHOUT_A_WORD("BlobViolations") {
    @Override
    public List<Said> out(Link link, Said said) {
      if (said.code() == Said.DISCONNECT) {
        link.close();
        return List.of();
      }
      return List.of(said);
    }
  },
  ASKS_ONE_PEER_ONLY("TestBlobTxWithoutSidecar") {
    @Override
    public List<Said> out(Link link, Said said) {
      return link.eth(said).orElse(null) instanceof GetPooledTransactions m
              && !m.hashes().stream().allMatch(link::isFirst)
          ? List.of()
          : List.of(said);
    }
  },
  DISCONNECTS_ALL("TestBlobTxWithMismatchedSidecar") {
    @Override
    public List<Said> out(Link link, Said said) {
      if (said.code() == Said.DISCONNECT) {
        link.others().forEach(Link::disconnect);
      }
      return List.of(said);
    }
  },
  /** Wants some cells of what one peer has announced. */
  ASKS_FOR_PART("BlobTxAvailabilityFailure") {
    @Override
    Optional<EthMessage> hear(Link link, EthMessage in) {
      if (in instanceof NewPooledTransactionHashes m && m.mask().equals(CellMask.ALL)) {
        link.say(
            link.of(
                new EthRequest.GetCells(
                    1, List.of(m.transactions().getFirst().hash()), CellMask.of(1, 2, 3))));
      }
      return Optional.of(in);
    }
  },
  WANTS_NO_CELLS("GetCells") {
    @Override
    Optional<EthMessage> change(EthMessage out) {
      return Optional.of(out).filter(m -> !(m instanceof EthRequest.GetCells));
    }
  },
  /** Does not look at cells. */
  BELIEVES_CELLS("BlobTxWithInvalidCells") {
    @Override
    Optional<EthMessage> hear(Link link, EthMessage in) {
      return Optional.of(in).filter(m -> !(m instanceof EthAnswer.Cells));
    }
  };

  private final String caught;

  EthFault(String caught) {
    this.caught = caught;
  }

  @Override
  public String caughtBy() {
    return caught;
  }

  @Override
  public List<Said> in(Link link, Said said) {
    Optional<EthMessage> message = link.eth(said);
    if (message.isEmpty()) {
      return List.of(said);
    }
    if (isOffended(message.get())) {
      link.disconnect();
      return List.of();
    }
    Optional<EthMessage> heard = hear(link, message.get());
    return heard.equals(message) ? List.of(said) : heard.map(link::of).stream().toList();
  }

  @Override
  public List<Said> out(Link link, Said said) {
    Optional<EthMessage> message = link.eth(said);
    if (message.isEmpty()) {
      return List.of(said);
    }
    Optional<EthMessage> changed = change(message.get());
    return changed.equals(message) ? List.of(said) : changed.map(link::of).stream().toList();
  }

  /** Whether a message of a peer is taken for an offence. */
  boolean isOffended(EthMessage in) {
    return false;
  }

  /** What the node hears of a message of a peer. */
  Optional<EthMessage> hear(Link link, EthMessage in) {
    return Optional.of(in);
  }

  /** What becomes of what the node says. */
  Optional<EthMessage> change(EthMessage out) {
    return Optional.of(out);
  }

  private static List<Bytes> withoutLast(List<Bytes> items) {
    return items.subList(0, Math.max(0, items.size() - 1));
  }

  /** The last receipt of the last block that has one comes again. */
  private static List<Bytes> withLastTwice(List<Bytes> blocks) {
    List<Bytes> changed = new ArrayList<>(blocks);
    RlpReader in = RlpReader.list(blocks.getLast());
    List<Bytes> receipts = new ArrayList<>();
    while (!in.isAtEnd()) {
      receipts.add(in.raw());
    }
    if (!receipts.isEmpty()) {
      receipts.add(receipts.getLast());
    }
    changed.set(blocks.size() - 1, RlpWriter.encodeList(w -> receipts.forEach(w::raw)));
    return changed;
  }
}

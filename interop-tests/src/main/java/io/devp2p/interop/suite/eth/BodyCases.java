package io.devp2p.interop.suite.eth;

import static io.devp2p.interop.dialogue.Deviation.unless;
import static io.devp2p.interop.suite.Case.must;
import static io.devp2p.interop.suite.Case.robustness;
import static io.devp2p.interop.suite.Case.within;

import io.devp2p.core.Violation;
import io.devp2p.core.rlp.RlpReader;
import io.devp2p.interop.dialogue.Deviation;
import io.devp2p.interop.dialogue.EthDialogue;
import io.devp2p.interop.dialogue.EthVoice;
import io.devp2p.interop.dialogue.Items;
import io.devp2p.interop.dialogue.KnownChain;
import io.devp2p.interop.suite.Case;
import io.devp2p.wire.eth.EthAnswer;
import io.devp2p.wire.eth.EthRequest.GetBlockBodies;
import io.devp2p.wire.eth.EthRequest.GetReceipts;
import io.devp2p.wire.eth.Receipts;
import io.devp2p.wire.trie.OrderedRoot;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** Bodies and receipts. */
final class BodyCases {

  private static final String BODIES = "caps/eth.md, GetBlockBodies (0x05)";
  private static final String RECEIPTS = "caps/eth.md, GetReceipts (0x0f)";
  private static final String PARTIAL = "EIP-7975";

  private static final Duration LONG = Duration.ofSeconds(30);

  private BodyCases() {}

  static List<Case<EthDialogue>> ofGeth() {
    return List.of(
        must(
            "GetBlockBodies",
            BODIES,
            "Bodies come as they were asked for.",
            d -> {
              EthVoice voice = d.met();
              isThose(
                  d,
                  voice.ask(
                      new GetBlockBodies(55, hashes(d.chain(), 54, 75)),
                      EthAnswer.BlockBodies.class),
                  54,
                  75);
            }),
        must(
            "GetReceipts",
            RECEIPTS,
            "Receipts of blocks come as they were asked for.",
            d -> {
              List<Bytes32> first =
                  d.chain().blocks().stream()
                      .filter(block -> !block.body().transactions().isEmpty())
                      .filter(block -> block.header().number() != d.chain().fullest())
                      .limit(3)
                      .map(block -> block.header().hash())
                      .toList();
              EthAnswer.Receipts answer =
                  d.met().ask(new GetReceipts(66, 0, first), EthAnswer.Receipts.class);
              unless(
                  answer.blocks().size() == first.size(),
                  "receipts of " + answer.blocks().size() + " blocks");
            }),
        within(
            LONG,
            must(
                "GetLargeReceipts",
                PARTIAL,
                "Receipts that are too many for one answer come in parts.",
                d -> {
                  EthVoice voice = d.met();
                  if (voice.version() < 70 || d.chain().fullest() + 1 > d.chain().height()) {
                    d.note("not on eth/" + voice.version());
                    return;
                  }
                  isWhole(d, voice, d.chain().fullest() - 2, d.chain().fullest() + 1);
                })));
  }

  /** Asks until all receipts of some blocks are there, and compares their roots. */
  private static void isWhole(EthDialogue d, EthVoice voice, int first, int last)
      throws IOException, Deviation {
    List<List<Bytes>> receipts = new ArrayList<>();
    for (int block = first; block <= last; block++) {
      receipts.add(new ArrayList<>());
    }
    int at = 0;
    boolean incomplete = true;
    while (incomplete || at < last - first) {
      EthAnswer.Receipts answer =
          voice.ask(
              new GetReceipts(66, receipts.get(at).size(), d.chain().hashes(first + at, last)),
              EthAnswer.Receipts.class);
      unless(
          !answer.blocks().isEmpty() && at + answer.blocks().size() <= receipts.size(),
          answer.blocks().size() + " lists of receipts");
      for (int i = 0; i < answer.blocks().size(); i++) {
        receipts.get(at + i).addAll(items(answer.blocks().get(i)));
      }
      at += answer.blocks().size() - 1;
      incomplete = answer.lastBlockIncomplete();
    }
    for (int i = 0; i < receipts.size(); i++) {
      isRight(receipts.get(i), d.chain(), first + i);
    }
  }

  private static List<Bytes> items(Bytes list) {
    List<Bytes> items = new ArrayList<>();
    RlpReader in = RlpReader.list(list);
    while (!in.isAtEnd()) {
      items.add(in.raw());
    }
    return items;
  }

  /** The receipts of eth/69 and later, against the root of the header. */
  private static void isRight(List<Bytes> receipts, KnownChain chain, int number) throws Deviation {
    try {
      Bytes32 root = OrderedRoot.of(Receipts.consensus(Items.list(receipts)));
      unless(root.equals(chain.header(number).receiptsRoot()), "wrong receipts of block " + number);
    } catch (Violation malformed) {
      throw new Deviation("receipts of block " + number + ": " + malformed.rule().name());
    }
  }

  static List<Case<EthDialogue>> ofOurs() {
    return List.of(
        must(
            "GetBlockBodies/None",
            BODIES,
            "A request for nothing is answered by nothing.",
            d -> isThose(d, bodies(d, List.of()))),
        must(
            "GetBlockBodies/Unknown",
            BODIES,
            "Of an unknown block there is no body.",
            d -> isThose(d, bodies(d, List.of(d.hash())))),
        must(
            "GetBlockBodies/Order",
            BODIES,
            "Bodies are in the order of the request.",
            d -> isThose(d, bodies(d, hashes(d.chain(), 9, 3, 7)), 9, 3, 7)),
        must(
            "GetBlockBodies/Twice",
            BODIES,
            "A body that is asked for twice comes twice.",
            d -> isThose(d, bodies(d, hashes(d.chain(), 4, 4)), 4, 4)),
        robustness(
            "GetBlockBodies/Many",
            BODIES,
            "Of 2000 hashes some are looked at, 1024 at most.",
            d -> {
              List<Bytes32> many = Collections.nCopies(2000, d.chain().header(3).hash());
              int count = bodies(d, many).bodies().size();
              unless(count > 0 && count <= 1024, count + " bodies");
            }),
        receipts69("GetReceipts/Bloomless", 69),
        receipts69("GetReceipts/70", 70),
        receipts69("GetReceipts/72", 72),
        must(
            "GetReceipts/Unknown",
            RECEIPTS,
            "Of an unknown block there are no receipts.",
            d -> {
              EthAnswer.Receipts answer =
                  d.met().ask(new GetReceipts(1, 0, List.of(d.hash())), EthAnswer.Receipts.class);
              unless(
                  answer.blocks().stream().allMatch(list -> list.equals(Bytes.of(0xc0))),
                  "receipts of an unknown block");
            }),
        must(
            "GetReceipts/FromTheSecond",
            PARTIAL,
            "The first block is given from the receipt that was asked for.",
            d -> {
              EthVoice voice = d.speaking(70, 71, 72);
              int all = mostReceipts(d);
              EthAnswer.Receipts answer =
                  voice.ask(
                      new GetReceipts(1, all - 1, hashes(d.chain(), d.chain().fullest())),
                      EthAnswer.Receipts.class);
              unless(
                  answer.blocks().size() == 1 && items(answer.blocks().getFirst()).size() == 1,
                  "not the one receipt that is left");
              unless(!answer.lastBlockIncomplete(), "the last block is said to be incomplete");
            }),
        must(
            "GetReceipts/BehindTheLast",
            PARTIAL,
            "Behind the last receipt there is an empty list.",
            d -> {
              EthVoice voice = d.speaking(70, 71, 72);
              int all = mostReceipts(d);
              EthAnswer.Receipts answer =
                  voice.ask(
                      new GetReceipts(1, all, hashes(d.chain(), d.chain().fullest())),
                      EthAnswer.Receipts.class);
              unless(
                  answer.blocks().stream().allMatch(list -> items(list).isEmpty()),
                  "receipts behind the last");
            }),
        robustness(
            "GetReceipts/FarBehind",
            PARTIAL,
            "An index of 2^64-1 is no index of a receipt.",
            d -> {
              EthVoice voice = d.speaking(70, 71, 72);
              voice.say(new GetReceipts(1, -1L, hashes(d.chain(), 1)));
              voice.hear(voice.patience());
              d.isAlive();
            }));
  }

  private static Case<EthDialogue> receipts69(String id, int version) {
    return must(
        id,
        "EIP-7642",
        "Receipts of eth/" + version + " have no bloom, and the root of the header.",
        d -> {
          EthVoice voice = d.speaking(version);
          EthAnswer.Receipts answer =
              voice.ask(new GetReceipts(1, 0, hashes(d.chain(), 1, 2)), EthAnswer.Receipts.class);
          unless(answer.blocks().size() == 2, "receipts of " + answer.blocks().size() + " blocks");
          isRight(items(answer.blocks().getFirst()), d.chain(), 1);
          isRight(items(answer.blocks().getLast()), d.chain(), 2);
        });
  }

  private static EthAnswer.BlockBodies bodies(EthDialogue d, List<Bytes32> hashes)
      throws IOException, Deviation {
    return d.met().ask(new GetBlockBodies(d.id(), hashes), EthAnswer.BlockBodies.class);
  }

  private static List<Bytes32> hashes(KnownChain chain, int... numbers) {
    List<Bytes32> hashes = new ArrayList<>();
    for (int number : numbers) {
      hashes.add(chain.header(number).hash());
    }
    return hashes;
  }

  private static void isThose(EthDialogue d, EthAnswer.BlockBodies answer, int... numbers)
      throws Deviation {
    List<Bytes> expected = new ArrayList<>();
    for (int number : numbers) {
      expected.add(d.chain().blocks().get(number - 1).body().encoding());
    }
    unless(
        answer.bodies().equals(expected),
        answer.bodies().size() + " bodies that are not those of " + numbers.length + " blocks");
  }

  /** How many receipts the block with the most of them has. */
  private static int mostReceipts(EthDialogue d) {
    KnownChain chain = d.chain();
    return chain.blocks().get(chain.fullest() - 1).body().transactions().size();
  }
}

package io.devp2p.interop.suite.eth;

import static io.devp2p.interop.dialogue.Deviation.unless;
import static io.devp2p.interop.suite.Case.must;
import static io.devp2p.interop.suite.Case.robustness;
import static io.devp2p.interop.suite.Case.within;
import static io.devp2p.interop.suite.Endings.ended;

import io.devp2p.core.node.ForkId;
import io.devp2p.interop.dialogue.Deviation;
import io.devp2p.interop.dialogue.EthDialogue;
import io.devp2p.interop.dialogue.EthHeard;
import io.devp2p.interop.dialogue.EthVoice;
import io.devp2p.interop.dialogue.Items;
import io.devp2p.interop.dialogue.KnownChain;
import io.devp2p.interop.dialogue.RlpxHeard;
import io.devp2p.interop.dialogue.RlpxText;
import io.devp2p.interop.dialogue.RlpxVoice;
import io.devp2p.interop.suite.Case;
import io.devp2p.wire.Capability;
import io.devp2p.wire.eth.EthAnswer;
import io.devp2p.wire.eth.EthCodec;
import io.devp2p.wire.eth.EthRequest;
import io.devp2p.wire.eth.HeaderQuery;
import io.devp2p.wire.eth.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** Hello and Status. */
final class StatusCases {

  static final String STATUS = "caps/eth.md, Status (0x00)";

  private static final int CAPABILITIES = 2;
  private static final int NODE_KEY = 4;

  private StatusCases() {}

  static List<Case<EthDialogue>> ofGeth() {
    return List.of(
        must(
            "Status",
            STATUS,
            "A node says its Status unasked, and stays.",
            d -> {
              EthVoice voice = d.greeted(EthDialogue.ETH);
              EthHeard first = voice.next();
              unless(
                  first instanceof EthHeard.Eth eth && eth.message() instanceof Status,
                  first.text() + " instead of a Status");
              isThatOfChain((Status) ((EthHeard.Eth) first).message(), d.chain());
              voice.say(d.status(voice.version()));
            }),
        within(
            Duration.ofSeconds(30),
            robustness(
                "MaliciousHandshake",
                "rlpx.md, Hello (0x00)",
                "A Hello with an overlong name or key leads to nothing but an end.",
                d -> {
                  Bytes name = RlpxText.capability("eth", 72);
                  Bytes key = d.key().publicKey().bytes();
                  isRefused(d, overlong(d), key);
                  isRefused(d, name, Bytes.concatenate(key, Bytes.of(0)));
                  isRefused(d, name, Bytes.concatenate(key, key));
                  isRefused(d, name, d.bytes(2048));
                  isRefused(d, overlong(d), d.bytes(2048));
                })));
  }

  private static void isThatOfChain(Status status, KnownChain chain) throws Deviation {
    unless(status.genesis().equals(chain.header(0).hash()), "another genesis");
    unless(status.networkId() == chain.genesis().networkId(), "another network id");
    unless(status.latestHash().equals(chain.head().hash()), "another latest block");
    unless(status.forkId().equals(chain.forkId()), "the fork id is " + status.forkId());
    unless(
        !(status instanceof Status.Status69 s) || s.latest() == chain.height(),
        "another number of its latest block");
  }

  private static Bytes overlong(EthDialogue d) {
    return Items.list(Items.bytes(d.bytes(2048)), Items.uint(72));
  }

  /** Says something like a Hello where Status would be. */
  private static void isRefused(EthDialogue d, Bytes capability, Bytes key)
      throws IOException, Deviation {
    RlpxVoice voice = d.shaken();
    RlpxText hello =
        RlpxText.hello(d.key().publicKey(), Bytes.EMPTY)
            .with(CAPABILITIES, Items.list(capability))
            .with(NODE_KEY, Items.bytes(key));
    voice.say("malicious Hello", RlpxText.CAPABILITIES, hello.encoded());
    for (int i = 0; i < 2; i++) {
      Optional<RlpxHeard> heard = voice.hear(EthVoice.READ);
      unless(
          heard.isEmpty()
              || heard.get() instanceof RlpxHeard.Closed
              || heard.get() instanceof RlpxHeard.Message message
                  && message.code() <= RlpxText.DISCONNECT,
          "something else than Hello or Disconnect");
    }
  }

  static List<Case<EthDialogue>> ofOurs() {
    return List.of(
        refused(
            "Status/WrongGenesis",
            "A Status of another genesis block ends the session.",
            s -> with(s, s.networkId(), s.genesis().not(), s.forkId())),
        refused(
            "Status/WrongNetwork",
            "A Status of another network ends the session.",
            s -> with(s, s.networkId() ^ 1, s.genesis(), s.forkId())),
        refused(
            "Status/WrongForkId",
            "A Status of an unknown fork hash ends the session (EIP-2124).",
            s -> with(s, s.networkId(), s.genesis(), new ForkId(0x01020304, 0))),
        refused(
            "Status/PassedFork",
            "A Status whose next fork the chain has passed otherwise ends the session (EIP-2124).",
            s -> with(s, s.networkId(), s.genesis(), new ForkId(s.forkId().hash(), 1))),
        raw(
            "Status/Twice",
            "A second Status ends the session.",
            (d, voice) -> {
              voice.await(Status.class);
              voice.say(d.status(voice.version()));
              voice.say(d.status(voice.version()));
            }),
        raw(
            "Status/NotFirst",
            "Whoever says something else before its Status is not talked to.",
            (d, voice) -> voice.say(new EthRequest.GetBlockHeaders(1, HeaderQuery.from(0)))),
        raw(
            "Status/TooLarge",
            "A Status of 64 KiB ends the session.",
            (d, voice) -> {
              Bytes status = EthCodec.encode(voice.version(), d.status(voice.version()));
              Bytes large = Items.list(status, Items.bytes(Bytes.wrap(new byte[65_536])));
              voice.say("a large Status", 0, large);
            }),
        raw(
            "Status/FewElements",
            "A Status that lacks elements ends the session.",
            (d, voice) ->
                voice.say(
                    "half a Status",
                    0,
                    Items.list(
                        Items.uint(voice.version()), Items.uint(d.chain().genesis().networkId())))),
        raw(
            "Status/NoList",
            "A Status that is no list ends the session.",
            (d, voice) -> voice.say("no Status", 0, Items.bytes(d.bytes(80)))),
        raw(
            "Status/ShortGenesis",
            "A genesis hash of 31 bytes ends the session.",
            (d, voice) ->
                voice.say(
                    "a Status",
                    0,
                    Items.list(
                        Items.uint(voice.version()),
                        Items.uint(d.chain().genesis().networkId()),
                        Items.bytes(d.chain().header(0).hash().slice(0, 31)),
                        Items.list(Items.bytes(d.bytes(4)), Items.uint(0)),
                        Items.uint(0),
                        Items.uint(d.chain().height()),
                        Items.bytes(d.chain().head().hash())))),
        raw(
            "Status/RangeBackwards",
            "A Status whose earliest block is above its latest ends the session (EIP-7642).",
            (d, voice) -> {
              Status.Status69 s = (Status.Status69) d.status(voice.version());
              voice.say(
                  new Status.Status69(
                      s.version(),
                      s.networkId(),
                      s.genesis(),
                      s.forkId(),
                      s.latest() + 1,
                      s.latest(),
                      s.latestHash()));
            }),
        raw(
            "Status/OtherVersion",
            "A Status of another version than was agreed ends the session.",
            (d, voice) ->
                voice.say(
                    "a Status of another version",
                    0,
                    EthCodec.encode(voice.version(), d.status(voice.version() - 1)))),
        spoken("Version/68", 68),
        spoken("Version/69", 69),
        spoken("Version/70", 70),
        spoken("Version/71", 71),
        spoken("Version/72", 72),
        must(
            "Version/Highest",
            "rlpx.md, Capability Messaging",
            "Of several versions the highest one that both have is spoken.",
            d -> {
              EthVoice voice = d.speaking(69, 70, 71, 72);
              asksGenesis(voice);
            }),
        must(
            "Version/OffsetAfterSnap",
            "rlpx.md, Message ID-based Multiplexing",
            "Offsets go by the names of capabilities, whatever order a Hello has them in.",
            d -> {
              List<Capability> turned = new ArrayList<>(EthDialogue.offerSnap(1));
              Collections.reverse(turned);
              asksGenesis(d.met(turned));
            }),
        must(
            "Version/OffsetAfterUnknown",
            "rlpx.md, Message ID-based Multiplexing",
            "A capability that is not shared takes no message ids.",
            d -> {
              List<Capability> more = new ArrayList<>(EthDialogue.ETH);
              more.add(0, new Capability("aaa", 9));
              asksGenesis(d.met(more));
            }),
        ended(
            "Version/IdBeyond",
            "rlpx.md, Message ID-based Multiplexing",
            "A message id behind those of all capabilities ends the session.",
            d -> d.met().sayAt("a message beyond", 0x10 + 100, Items.list())),
        ended(
            "Version/IdOfLater",
            "caps/eth.md",
            "A message id of a later version ends the session.",
            d ->
                d.speaking(69)
                    .say("GetBlockAccessLists", 0x12, Items.list(Items.uint(1), Items.list()))));
  }

  static void asksGenesis(EthVoice voice) throws IOException, Deviation {
    EthAnswer.BlockHeaders answer =
        voice.ask(
            new EthRequest.GetBlockHeaders(7, HeaderQuery.from(0)), EthAnswer.BlockHeaders.class);
    unless(answer.headers().size() == 1, answer.headers().size() + " headers of block 0");
  }

  private static Case<EthDialogue> spoken(String id, int version) {
    return Case.should(
        id,
        "caps/eth.md, eth/" + version,
        "A node that offers eth/" + version + " speaks it.",
        d -> {
          EthVoice voice = d.speaking(version);
          asksGenesis(voice);
          voice.answersPing();
        });
  }

  private static Status with(Status s, long network, Bytes32 genesis, ForkId forkId) {
    return switch (s) {
      case Status.Status68 o ->
          new Status.Status68(
              o.version(), network, o.totalDifficulty(), o.latestHash(), genesis, forkId);
      case Status.Status69 o ->
          new Status.Status69(
              o.version(), network, genesis, forkId, o.earliest(), o.latest(), o.latestHash());
    };
  }

  private static Case<EthDialogue> refused(
      String id, String sentence, UnaryOperator<Status> change) {
    return raw(id, sentence, (d, voice) -> voice.say(change.apply(d.status(voice.version()))));
  }

  /** What is said after Hello. */
  private interface Speech {
    void say(EthDialogue d, EthVoice voice) throws IOException, Deviation;
  }

  private static Case<EthDialogue> raw(String id, String sentence, Speech speech) {
    return ended(
        id,
        STATUS,
        sentence,
        d -> {
          EthVoice voice = d.greeted(EthDialogue.ETH);
          speech.say(d, voice);
          return voice;
        });
  }
}

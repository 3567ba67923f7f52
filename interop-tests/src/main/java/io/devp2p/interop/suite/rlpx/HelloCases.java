package io.devp2p.interop.suite.rlpx;

import static io.devp2p.interop.dialogue.RlpxText.capability;
import static io.devp2p.interop.suite.Case.must;
import static io.devp2p.interop.suite.Case.within;

import io.devp2p.core.rlp.RlpReader;
import io.devp2p.interop.dialogue.Items;
import io.devp2p.interop.dialogue.RlpxDialogue;
import io.devp2p.interop.dialogue.RlpxText;
import io.devp2p.interop.dialogue.RlpxVoice;
import io.devp2p.interop.suite.Case;
import io.devp2p.interop.suite.Endings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.apache.tuweni.bytes.Bytes;

/** Hellos. */
final class HelloCases {

  private static final String HELLO = "rlpx.md, Hello (0x00)";
  private static final String EIP8 = "EIP-8, devp2p base protocol";

  private static final int VERSION = 0;
  private static final int CLIENT = 1;
  private static final int CAPABILITIES = 2;
  private static final int NODE_KEY = 4;

  private HelloCases() {}

  static List<Case<RlpxDialogue>> all() {
    return List.of(
        accepted("Hello/Usual", HELLO, "A right Hello begins a session.", (d, hello) -> hello),
        accepted(
            "Hello/MoreElements",
            EIP8,
            "Further elements of a Hello are passed over.",
            (d, hello) -> hello.plus(Items.uint(7), Items.list(Items.uint(1)))),
        accepted(
            "Hello/Version",
            EIP8,
            "A higher version of p2p is spoken with.",
            (d, hello) -> hello.with(VERSION, Items.uint(77))),
        accepted(
            "Hello/EmptyClient",
            HELLO,
            "A client need not say its name.",
            (d, hello) -> hello.with(CLIENT, Items.bytes(Bytes.EMPTY))),
        accepted(
            "Hello/UnknownCapabilities",
            HELLO,
            "Capabilities that a node does not know are passed over.",
            (d, hello) ->
                hello.with(
                    CAPABILITIES, withMore(hello.items().get(CAPABILITIES), capability("aaa", 1)))),
        refused(
            "Hello/KeyOfOther",
            "A Hello with another key than that of the handshake is refused.",
            (d, hello) -> hello.with(NODE_KEY, Items.bytes(d.key().publicKey().bytes()))),
        refused(
            "Hello/ShortKey",
            "A key of 63 bytes is refused.",
            (d, hello) -> hello.with(NODE_KEY, Items.bytes(d.bytes(63)))),
        refused(
            "Hello/LongKey",
            "A key of 2 KiB is refused.",
            (d, hello) -> hello.with(NODE_KEY, Items.bytes(d.bytes(2048)))),
        refused(
            "Hello/NoCapabilities",
            "A Hello without capabilities is of no use.",
            (d, hello) -> hello.with(CAPABILITIES, Items.list())),
        refused(
            "Hello/NothingShared",
            "A Hello without a capability that is shared is of no use.",
            (d, hello) -> hello.with(CAPABILITIES, Items.list(capability("nothing", 1)))),
        refused(
            "Hello/FewElements",
            "A Hello that lacks elements is refused.",
            (d, hello) -> new RlpxText(hello.items().subList(0, 3))),
        within(
            Endings.LIMIT,
            must(
                "Hello/NoList",
                HELLO,
                "A Hello that is no list is refused.",
                d -> {
                  RlpxVoice voice = d.shaken();
                  voice.say("no Hello", RlpxText.HELLO, Items.bytes(d.bytes(40)));
                  voice.isEnded();
                })),
        within(
            Endings.LIMIT,
            must(
                "Hello/NotFirst",
                HELLO,
                "Nothing but Hello and Disconnect may come first.",
                d -> {
                  RlpxVoice voice = d.shaken();
                  voice.say("Ping", RlpxText.PING, Items.list());
                  voice.isEnded();
                })));
  }

  private static Bytes withMore(Bytes list, Bytes capability) {
    RlpReader in = RlpReader.list(list);
    List<Bytes> all = new ArrayList<>(List.of(capability));
    while (!in.isAtEnd()) {
      all.add(in.raw());
    }
    return Items.list(all);
  }

  private interface Change extends BiFunction<RlpxDialogue, RlpxText, RlpxText> {}

  private static Case<RlpxDialogue> accepted(
      String id, String source, String sentence, Change change) {
    return must(
        id,
        source,
        sentence,
        d -> {
          RlpxVoice voice = d.shaken();
          d.meet(voice, change.apply(d, d.hello(voice)));
          d.answersPing(voice);
        });
  }

  private static Case<RlpxDialogue> refused(String id, String sentence, Change change) {
    return within(
        Endings.LIMIT,
        must(
            id,
            HELLO,
            sentence,
            d -> {
              RlpxVoice voice = d.shaken();
              voice.say("Hello", RlpxText.HELLO, change.apply(d, d.hello(voice)).encoded());
              voice.isEnded();
            }));
  }
}

package io.devp2p.interop.suite.eth;

import static io.devp2p.interop.dialogue.Deviation.unless;
import static io.devp2p.interop.suite.Case.must;
import static io.devp2p.interop.suite.Case.robustness;
import static io.devp2p.interop.suite.Endings.ended;

import io.devp2p.interop.dialogue.Deviation;
import io.devp2p.interop.dialogue.EthDialogue;
import io.devp2p.interop.dialogue.EthVoice;
import io.devp2p.interop.dialogue.Items;
import io.devp2p.interop.suite.Case;
import io.devp2p.wire.eth.EthAnswer;
import io.devp2p.wire.eth.EthRequest.GetBlockHeaders;
import io.devp2p.wire.eth.HeaderQuery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.tuweni.bytes.Bytes;

/** Headers, and what holds of all requests. */
final class HeaderCases {

  private static final String HEADERS = "caps/eth.md, GetBlockHeaders (0x03)";

  private HeaderCases() {}

  static List<Case<EthDialogue>> ofGeth() {
    return List.of(
        must(
            "GetBlockHeaders",
            HEADERS,
            "Headers come as they were asked for.",
            d -> {
              EthVoice voice = d.met();
              HeaderQuery query = HeaderQuery.from(d.chain().header(1).hash()).limit(2).skip(1);
              isAnswered(d, voice, new GetBlockHeaders(33, query), 1, 3);
            }),
        must(
            "GetNonexistentBlockHeaders",
            HEADERS,
            "Asking for a block that nobody has is no offence.",
            d -> {
              EthVoice voice = d.met();
              for (int id = 0; id < 10; id++) {
                voice.say(new GetBlockHeaders(id, HeaderQuery.from(-1L)));
              }
              for (int id = 0; id < 10; id++) {
                EthAnswer.BlockHeaders answer = voice.await(EthAnswer.BlockHeaders.class);
                unless(answer.headers().isEmpty(), "a header of block 2^64-1");
              }
            }),
        must(
            "SimultaneousRequests",
            HEADERS,
            "Two requests at once are both answered.",
            d -> {
              EthVoice voice = d.met();
              voice.say(
                  new GetBlockHeaders(
                      111, HeaderQuery.from(d.chain().header(1).hash()).limit(2).skip(1)));
              voice.say(
                  new GetBlockHeaders(
                      222, HeaderQuery.from(d.chain().header(1).hash()).limit(4).skip(1)));
              EthAnswer.BlockHeaders one = voice.await(EthAnswer.BlockHeaders.class);
              EthAnswer.BlockHeaders other = voice.await(EthAnswer.BlockHeaders.class);
              boolean inOrder = one.requestId() == 111;
              isThose(d, inOrder ? one : other, 111, 1, 3);
              isThose(d, inOrder ? other : one, 222, 1, 3, 5, 7);
            }),
        must(
            "SameRequestID",
            "EIP-2481",
            "Two requests with the same id are both answered.",
            d -> {
              EthVoice voice = d.met();
              voice.say(new GetBlockHeaders(1234, HeaderQuery.from(1).limit(2)));
              voice.say(new GetBlockHeaders(1234, HeaderQuery.from(33).limit(3)));
              EthAnswer.BlockHeaders one = voice.await(EthAnswer.BlockHeaders.class);
              EthAnswer.BlockHeaders other = voice.await(EthAnswer.BlockHeaders.class);
              boolean inOrder = one.headers().size() == 2;
              isThose(d, inOrder ? one : other, 1234, 1, 2);
              isThose(d, inOrder ? other : one, 1234, 33, 34, 35);
            }),
        must(
            "ZeroRequestID",
            "EIP-2481",
            "Zero is a request id.",
            d ->
                isAnswered(
                    d, d.met(), new GetBlockHeaders(0, HeaderQuery.from(0).limit(2)), 0, 1)));
  }

  static List<Case<EthDialogue>> ofOurs() {
    return List.of(
        asked(
            "GetBlockHeaders/Backwards",
            "Headers may be asked for towards genesis.",
            d -> HeaderQuery.from(d.chain().header(10).hash()).limit(4).skip(2).backwards(),
            10,
            7,
            4,
            1),
        asked(
            "GetBlockHeaders/BackwardsBeyondGenesis",
            "Headers towards genesis end there.",
            d -> HeaderQuery.from(2).limit(10).backwards(),
            2,
            1,
            0),
        must(
            "GetBlockHeaders/BeyondHead",
            HEADERS,
            "Headers beyond the head are left out.",
            d -> {
              int height = d.chain().height();
              HeaderQuery query = HeaderQuery.from(height - 1L).limit(10);
              isAnswered(d, d.met(), new GetBlockHeaders(d.id(), query), height - 1, height);
            }),
        asked(
            "GetBlockHeaders/UnknownHash",
            "Of an unknown hash there are no headers.",
            d -> HeaderQuery.from(d.hash()).limit(3)),
        asked(
            "GetBlockHeaders/None",
            "Nobody who asks for no header gets one.",
            d -> HeaderQuery.from(1).limit(0)),
        asked(
            "GetBlockHeaders/HugeSkip",
            "A skip that overflows ends after the first header.",
            d -> HeaderQuery.from(1).limit(3).skip(-1L),
            1),
        asked(
            "GetBlockHeaders/HugeSkipBackwards",
            "A skip that overflows towards genesis ends after the first header.",
            d -> HeaderQuery.from(d.chain().header(5).hash()).limit(3).skip(-2L).backwards(),
            5),
        robustness(
            "GetBlockHeaders/HugeLimit",
            HEADERS,
            "A limit of 2^64-1 gives some headers, 1024 at most.",
            d -> {
              EthVoice voice = d.met();
              EthAnswer.BlockHeaders answer =
                  voice.ask(
                      new GetBlockHeaders(1, HeaderQuery.from(0).limit(-1L)),
                      EthAnswer.BlockHeaders.class);
              unless(!answer.headers().isEmpty(), "no header");
              unless(answer.headers().size() <= 1024, answer.headers().size() + " headers");
            }),
        must(
            "RequestId/Largest",
            "EIP-2481",
            "2^64-1 is a request id.",
            d -> isAnswered(d, d.met(), new GetBlockHeaders(-1L, HeaderQuery.from(1)), 1)),
        malformed(
            "RequestId/TooLarge",
            "A request id of 9 bytes ends the session.",
            d -> Items.list(Items.bytes(Bytes.repeat((byte) 1, 9)), query())),
        malformed(
            "RequestId/LeadingZero",
            "A request id with a leading zero ends the session.",
            d -> Items.list(Items.bytes(Bytes.of(0, 1)), query())),
        malformed("RequestId/Missing", "A request without id ends the session.", d -> query()),
        malformed(
            "GetBlockHeaders/ShortHash",
            "A start of 31 bytes is neither hash nor number, and ends the session.",
            d ->
                Items.list(
                    Items.uint(1),
                    Items.list(
                        Items.bytes(d.bytes(31)), Items.uint(1), Items.uint(0), Items.uint(0)))),
        malformed(
            "GetBlockHeaders/NoList",
            "A request that is no list ends the session.",
            d -> Items.bytes(d.bytes(60))),
        malformed(
            "GetBlockHeaders/Truncated",
            "A request that ends too early ends the session.",
            d -> {
              Bytes whole = Items.list(Items.uint(1), query());
              return whole.slice(0, whole.size() - 1);
            }),
        robustness(
            "BlockHeaders/Unasked",
            "caps/eth.md, BlockHeaders (0x04)",
            "An answer that nobody asked for does no harm to others.",
            d -> {
              EthVoice voice = d.met();
              voice.say(new EthAnswer.BlockHeaders(99, List.of(d.chain().header(1).encoding())));
              d.met().answersPing();
            }));
  }

  private static Bytes query() {
    return Items.list(Items.uint(1), Items.uint(1), Items.uint(0), Items.uint(0));
  }

  private static Case<EthDialogue> asked(
      String id, String sentence, Function<EthDialogue, HeaderQuery> query, int... numbers) {
    return must(
        id,
        HEADERS,
        sentence,
        d -> isAnswered(d, d.met(), new GetBlockHeaders(d.id(), query.apply(d)), numbers));
  }

  private static Case<EthDialogue> malformed(
      String id, String sentence, Function<EthDialogue, Bytes> request) {
    return ended(
        id, HEADERS, sentence, d -> d.met().say("a malformed request", 0x03, request.apply(d)));
  }

  private static void isAnswered(
      EthDialogue d, EthVoice voice, GetBlockHeaders request, int... numbers)
      throws IOException, Deviation {
    isThose(d, voice.ask(request, EthAnswer.BlockHeaders.class), request.requestId(), numbers);
  }

  private static void isThose(EthDialogue d, EthAnswer.BlockHeaders answer, long id, int... numbers)
      throws Deviation {
    List<Bytes> expected = new ArrayList<>();
    for (int number : numbers) {
      expected.add(d.chain().header(number).encoding());
    }
    unless(answer.requestId() == id, "request id " + answer.requestId() + " instead of " + id);
    unless(
        answer.headers().equals(expected),
        answer.headers().size() + " headers that are not those of " + numbers.length + " blocks");
  }
}

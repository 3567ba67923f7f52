package io.devp2p.interop.suite.eth;

import static io.devp2p.interop.dialogue.Deviation.unless;
import static io.devp2p.interop.suite.Case.must;
import static io.devp2p.interop.suite.Case.within;
import static io.devp2p.interop.suite.Endings.ended;

import io.devp2p.interop.dialogue.EthDialogue;
import io.devp2p.interop.dialogue.EthHeard;
import io.devp2p.interop.dialogue.EthVoice;
import io.devp2p.interop.dialogue.Items;
import io.devp2p.interop.suite.Case;
import io.devp2p.wire.eth.EthMessage.BlockRangeUpdate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** Updates of the range of blocks that a peer has. */
final class RangeCases {

  private static final String UPDATE = "caps/eth.md, BlockRangeUpdate (0x11)";

  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final int PINGS = 10;

  private RangeCases() {}

  static List<Case<EthDialogue>> ofGeth() {
    return List.of(
        kept(
            "BlockRangeUpdateExpired",
            "Whoever has the last blocks only is a peer.",
            d -> {
              int height = d.chain().height();
              return new BlockRangeUpdate(height - 10, height, d.chain().head().hash());
            }),
        kept(
            "BlockRangeUpdateFuture",
            "Whoever has blocks beyond the head is a peer.",
            d -> {
              int height = d.chain().height();
              return new BlockRangeUpdate(height - 10, height + 50, d.hash());
            }),
        must(
            "BlockRangeUpdateInvalid",
            UPDATE,
            "An earliest block above the latest is answered by a Disconnect.",
            d -> {
              EthVoice voice = d.met();
              voice.say(new BlockRangeUpdate(10, 8, d.chain().header(8).hash()));
              EthHeard next = voice.next();
              unless(next instanceof EthHeard.Disconnect, next.text() + " instead of a Disconnect");
            }));
  }

  private static Case<EthDialogue> kept(
      String id, String sentence, Function<EthDialogue, BlockRangeUpdate> update) {
    return within(
        Duration.ofSeconds(30),
        must(
            id,
            UPDATE,
            sentence,
            d -> {
              EthVoice voice = d.met();
              voice.say(update.apply(d));
              for (int i = 0; i < PINGS; i++) {
                Optional<EthHeard> between = voice.hear(PAUSE);
                unless(between.isEmpty() || !between.get().isEnd(), "the session is ended");
                voice.answersPing();
              }
            }));
  }

  static List<Case<EthDialogue>> ofOurs() {
    return List.of(
        malformed(
            "BlockRangeUpdate/ZeroHash",
            "A latest block whose hash is zero ends the session (EIP-7642).",
            d -> Items.list(Items.uint(0), Items.uint(8), Items.bytes(Bytes32.ZERO))),
        malformed(
            "BlockRangeUpdate/ShortHash",
            "A hash of 31 bytes ends the session.",
            d -> Items.list(Items.uint(0), Items.uint(8), Items.bytes(d.bytes(31)))),
        malformed(
            "BlockRangeUpdate/LargeNumber",
            "A block number of 9 bytes ends the session.",
            d ->
                Items.list(
                    Items.uint(0),
                    Items.bytes(Bytes.repeat((byte) 1, 9)),
                    Items.bytes(d.chain().head().hash()))),
        must(
            "BlockRangeUpdate/Often",
            UPDATE,
            "Updates may come one after the other.",
            d -> {
              EthVoice voice = d.met();
              for (int block = 1; block <= 20; block++) {
                voice.say(new BlockRangeUpdate(0, block, d.chain().header(block).hash()));
              }
              voice.answersPing();
            }));
  }

  private static Case<EthDialogue> malformed(
      String id, String sentence, Function<EthDialogue, Bytes> update) {
    return ended(id, UPDATE, sentence, d -> d.met().say("BlockRangeUpdate", 0x11, update.apply(d)));
  }
}

package io.devp2p.interop.dialogue;

import io.devp2p.core.Violation;
import io.devp2p.core.crypto.Keccak;
import io.devp2p.wire.eth.Header;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * A question for block access lists, which eth and snap have in common.
 *
 * @param least entries of an answer
 * @param most entries of an answer
 */
public record AccessListQuestion(List<Bytes32> hashes, int least, int most) {

  private static final Bytes32 UNKNOWN =
      Bytes32.fromHexString("0x" + "deadbeef".repeat(Bytes32.SIZE / 4));

  private static final int WINDOW = 16;

  public AccessListQuestion {
    hashes = List.copyOf(hashes);
  }

  /** Those of go-ethereum's tool; the last but one is for {@link #WINDOW} blocks. */
  public static List<AccessListQuestion> ofGeth(KnownChain chain) {
    Bytes32 head = chain.head().hash();
    Bytes32 parent = chain.header(chain.height() - 1).hash();
    return List.of(
        exactly(List.of()),
        exactly(List.of(UNKNOWN)),
        exactly(List.of(UNKNOWN, number(1), number(2))),
        exactly(List.of(head)),
        exactly(List.of(head, parent)),
        exactly(List.of(head, UNKNOWN, parent, UNKNOWN)),
        window(chain),
        exactly(List.of(head, head, head)));
  }

  /** The last blocks; an answer may be cut. */
  public static AccessListQuestion window(KnownChain chain) {
    List<Bytes32> recent = chain.hashes(chain.height() - WINDOW + 1, chain.height());
    return new AccessListQuestion(recent, 0, WINDOW);
  }

  private static AccessListQuestion exactly(List<Bytes32> hashes) {
    return new AccessListQuestion(hashes, hashes.size(), hashes.size());
  }

  private static Bytes32 number(int number) {
    return Bytes32.leftPad(Bytes.of(number));
  }

  /**
   * Checks an answer.
   *
   * @throws Deviation if it cannot be one
   */
  public void check(KnownChain chain, List<Optional<Bytes>> answer) throws Deviation {
    Deviation.unless(
        answer.size() >= least && answer.size() <= most,
        answer.size() + " entries instead of " + least + " to " + most);
    for (int i = 0; i < answer.size(); i++) {
      if (answer.get(i).isPresent()) {
        check(chain, hashes.get(i), answer.get(i).get());
      }
    }
  }

  private static void check(KnownChain chain, Bytes32 hash, Bytes entry) throws Deviation {
    Header header =
        chain.find(hash).orElseThrow(() -> new Deviation("an access list of an unknown block"));
    Bytes32 expected =
        header
            .blockAccessListHash()
            .orElseThrow(() -> new Deviation("an access list of a block that has none"));
    Deviation.unless(
        Keccak.hash(entry).equals(expected), "not the access list of block " + header.number());
    try {
      chain.accessList(entry, header);
    } catch (Violation malformed) {
      throw new Deviation(
          "the access list of block " + header.number() + ": " + malformed.rule().name());
    }
  }
}

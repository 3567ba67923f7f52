package io.devp2p.node.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.units.bigints.UInt256;

/** The values of a call, which are all hex: DATA and QUANTITY of execution-apis. */
final class Hex {

  private static final Pattern DATA = Pattern.compile("0x(?:[0-9a-fA-F]{2})*");
  private static final Pattern QUANTITY = Pattern.compile("0x(?:0|[1-9a-fA-F][0-9a-fA-F]{0,63})");

  private Hex() {}

  static Bytes32 hash(JsonNode value) throws WrongCall {
    return Bytes32.wrap(bytes(value, Bytes32.SIZE));
  }

  static Bytes bytes(JsonNode value, int size) throws WrongCall {
    Bytes bytes = bytes(value);
    if (bytes.size() != size) {
      throw new WrongCall(WrongCall.INVALID_PARAMS, size + " bytes are expected");
    }
    return bytes;
  }

  static Bytes bytes(JsonNode value) throws WrongCall {
    return Bytes.fromHexString(text(value, DATA));
  }

  static UInt256 quantity(JsonNode value) throws WrongCall {
    return UInt256.fromHexString(text(value, QUANTITY));
  }

  private static String text(JsonNode value, Pattern form) throws WrongCall {
    String text = value.asText("");
    if (!form.matcher(text).matches()) {
      throw new WrongCall(WrongCall.INVALID_PARAMS, "0x and hex digits are expected");
    }
    return text;
  }
}

package io.devp2p.interop.peers;

import com.fasterxml.jackson.core.JsonGenerator;
import io.devp2p.wire.eth.CellMask;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * The Engine API of a node, with the token that it asks for (execution-apis {@code
 * src/engine/authentication.md}: HS256, one claim {@code iat}). Blocking; thread-safe.
 */
public final class EngineRpc implements AutoCloseable {

  /** Nodes that are not reachable from elsewhere need no secret that is one. */
  public static final Bytes32 SECRET = Bytes32.repeat((byte) 0x5e);

  private static final String ALGORITHM = "HmacSHA256";

  private final JsonRpc rpc;

  /** A client of the node that was started with {@link #SECRET}. */
  public EngineRpc(int port) {
    this(URI.create("http://127.0.0.1:" + port), SECRET);
  }

  /** A client of a node that has another secret. */
  public EngineRpc(URI address, Bytes32 secret) {
    this.rpc =
        new JsonRpc(
            address, () -> Map.of("Authorization", "Bearer " + token(secret, Instant.now())));
  }

  /**
   * Tells the node which block is the head, safe and final ({@code engine_forkchoiceUpdatedV3}).
   * Only after that do nodes take and spread transactions.
   *
   * @throws IOException if the node does not answer that this is valid
   */
  public void forkchoice(Bytes32 head) throws IOException, InterruptedException {
    Json answer = rpc.call("engine_forkchoiceUpdatedV3", out -> writeHead(out, head));
    String status = answer.text("payloadStatus", "status");
    if (!status.equals("VALID")) {
      throw new IOException("the head " + head + " is " + status);
    }
  }

  /**
   * The same with the columns of blobs to be kept ({@code engine_forkchoiceUpdatedV4}), whatever
   * the node answers.
   */
  public void head(Bytes32 head, Optional<CellMask> custody)
      throws IOException, InterruptedException {
    String method = "engine_forkchoiceUpdatedV" + (custody.isPresent() ? 4 : 3);
    try {
      rpc.call(
          method,
          out -> {
            writeHead(out, head);
            if (custody.isPresent()) {
              out.writeString(custody.get().toString());
            }
          });
    } catch (JsonRpc.Refused itsWay) {
      // what the node then does is what is judged
    }
  }

  private static void writeHead(JsonGenerator out, Bytes32 head) throws IOException {
    out.writeStartObject();
    out.writeStringField("headBlockHash", head.toHexString());
    out.writeStringField("safeBlockHash", head.toHexString());
    out.writeStringField("finalizedBlockHash", head.toHexString());
    out.writeEndObject();
    out.writeNull();
  }

  /** Any method; the parameters as in {@link JsonRpc#call(String, Json.Body)}. */
  public Json call(String method, Json.Body parameters) throws IOException, InterruptedException {
    return rpc.call(method, parameters);
  }

  /**
   * A whole call, as a file has it.
   *
   * @return the result
   */
  public Json send(String call) throws IOException, InterruptedException {
    return rpc.send(call);
  }

  static String token(Bytes32 secret, Instant now) {
    String signed =
        base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}")
            + "."
            + base64("{\"iat\":" + now.getEpochSecond() + "}");
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.toArrayUnsafe(), ALGORITHM));
      Bytes signature = Bytes.wrap(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
      return signed + "." + base64(signature.toArrayUnsafe());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("BUG: a JDK without " + ALGORITHM, impossible);
    }
  }

  private static String base64(String text) {
    return base64(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public void close() {
    rpc.close();
  }
}

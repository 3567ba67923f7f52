package io.devp2p.core.node;

import io.devp2p.core.Violation;
import io.devp2p.core.crypto.PublicKey;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.tuweni.bytes.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * An enode URL: {@code enode://<128 hex>@host:tcp[?discport=udp]}, or {@code enode://<128 hex>}
 * without an address.
 *
 * @param key the node's public key
 * @param host address or DNS name, an IPv6 address without brackets; empty for a URL without
 *     address
 * @param tcp port of RLPx, 0 without address
 * @param udp port of discovery, 0 without address
 */
public record Enode(PublicKey key, Optional<String> host, int tcp, int udp) {

  private static final String SCHEME = "enode://";
  private static final Pattern KEY = Pattern.compile("[0-9a-fA-F]{128}");
  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])";
  private static final Pattern NUMERIC =
      Pattern.compile(OCTET + "(\\." + OCTET + "){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  /** The URL of a node. */
  public static Enode of(PublicKey key, Endpoint endpoint) {
    return new Enode(key, Optional.of(endpoint.host()), endpoint.tcp(), endpoint.udp());
  }

  /**
   * Reads a URL.
   *
   * @throws Violation {@link EnrRule#ENODE_URL}, or {@link
   *     io.devp2p.core.crypto.CryptoRule#KEY_NOT_ON_CURVE}
   */
  public static Enode parse(String text) {
    Violation.unless(text.startsWith(SCHEME), EnrRule.ENODE_URL);
    String rest = text.substring(SCHEME.length());
    if (KEY.matcher(rest).matches()) {
      return new Enode(key(rest), Optional.empty(), 0, 0);
    }
    URI uri = uri(text);
    String user = uri.getUserInfo();
    Violation.unless(
        user != null && uri.getHost() != null && uri.getPort() >= 0, EnrRule.ENODE_URL);
    Violation.unless(uri.getPath().isEmpty(), EnrRule.ENODE_URL);
    String host = uri.getHost().replaceAll("[\\[\\]]", "");
    // A scope is a network interface of the machine that wrote the URL.
    Violation.unless(host.indexOf('%') < 0, EnrRule.ENODE_URL);
    int tcp = port(Integer.toString(uri.getPort()));
    return new Enode(key(user), Optional.of(host), tcp, discport(uri.getRawQuery(), tcp));
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException malformed) {
      throw new Violation(EnrRule.ENODE_URL);
    }
  }

  private static PublicKey key(String hex) {
    Violation.unless(KEY.matcher(hex).matches(), EnrRule.ENODE_URL);
    return PublicKey.of(Bytes.fromHexString(hex));
  }

  private static int discport(@Nullable String query, int tcp) {
    if (query == null) {
      return tcp;
    }
    for (String parameter : query.split("&", -1)) {
      if (parameter.startsWith("discport=")) {
        String value = parameter.substring("discport=".length());
        return value.isEmpty() ? tcp : port(value);
      }
    }
    return tcp;
  }

  private static int port(String text) {
    Matcher decimal = PORT.matcher(text);
    Violation.unless(decimal.matches() && Integer.parseInt(text) <= 0xffff, EnrRule.ENODE_URL);
    return Integer.parseInt(text);
  }

  /** Address and ports, unless the host is missing or a name, which the caller must resolve. */
  public Optional<Endpoint> endpoint() {
    return host.filter(h -> NUMERIC.matcher(h).matches())
        .map(h -> new Endpoint(literal(h), udp, tcp));
  }

  private static InetAddress literal(String host) {
    try {
      return InetAddress.getByName(host); // of the shape of an address, so no name is looked up
    } catch (UnknownHostException notAnAddress) {
      throw new Violation(EnrRule.ENODE_URL);
    }
  }

  /** The URL; {@code discport} only where it differs from the TCP port. */
  @Override
  public String toString() {
    if (host.isEmpty()) {
      return SCHEME + key;
    }
    String h = host.get().indexOf(':') >= 0 ? "[" + host.get() + "]" : host.get();
    return SCHEME + key + "@" + h + ":" + tcp + (udp == tcp ? "" : "?discport=" + udp);
  }
}

package io.devp2p.testkit.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DefaultDnsRecordEncoder;
import io.netty.handler.codec.dns.DnsQuery;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.tuweni.bytes.Bytes;

/** From what a zone has for a name to the answer of a server. */
final class DnsAnswers {

  private static final int TTL_SECONDS = 1;

  /** Aliases of aliases that are followed, as recursive servers do. */
  private static final int ALIASES = 8;

  /** Bytes of an answer over UDP without EDNS (RFC 1035, 4.2.1). */
  private static final int PLAIN_UDP = 512;

  /** Bytes of header, question and EDNS of an answer, beside the name; and of each record. */
  private static final int FRAME = 32;

  private static final int RECORD = 12;

  private final Function<String, DnsReply> zone;

  DnsAnswers(Function<String, DnsReply> zone) {
    this.zone = zone;
  }

  static String name(DnsQuery query) {
    DnsQuestion question = query.recordAt(DnsSection.QUESTION);
    return question.name().replaceFirst("\\.$", "");
  }

  /** Bytes that the asker takes over UDP. */
  static int udpLimit(DnsQuery query) {
    for (int i = 0; i < query.count(DnsSection.ADDITIONAL); i++) {
      DnsRecord record = query.recordAt(DnsSection.ADDITIONAL, i);
      if (record.type().equals(DnsRecordType.OPT)) {
        return Math.max(PLAIN_UDP, record.dnsClass()); // EDNS puts its size here (RFC 6891)
      }
    }
    return PLAIN_UDP;
  }

  /** Fills in an answer of at most so many bytes; empty where there is none. */
  <R extends DnsResponse> Optional<R> answer(DnsQuery query, R response, int limit) {
    DnsQuestion question = query.recordAt(DnsSection.QUESTION);
    response.setRecursionDesired(query.isRecursionDesired());
    response.setRecursionAvailable(true);
    response.addRecord(DnsSection.QUESTION, question);
    List<DnsRawRecord> answers = new ArrayList<>();
    String name = name(query);
    DnsReply reply = zone.apply(name);
    for (int i = 0; i < ALIASES && reply instanceof DnsReply.Alias(String other); i++) {
      answers.add(alias(name, other));
      name = other;
      reply = zone.apply(name);
    }
    switch (reply) {
      case DnsReply.Silence silence -> {
        response.release();
        answers.forEach(DnsRawRecord::release);
        return Optional.empty();
      }
      case DnsReply.NoSuchName none -> response.setCode(DnsResponseCode.NXDOMAIN);
      case DnsReply.ServerFailure failure -> response.setCode(DnsResponseCode.SERVFAIL);
      case DnsReply.Alias tooMany -> response.setCode(DnsResponseCode.SERVFAIL);
      case DnsReply.NoTxt empty -> {}
      case DnsReply.Txt(List<List<Bytes>> records) -> {
        if (question.type().equals(DnsRecordType.TXT)) {
          String owner = name;
          records.forEach(strings -> answers.add(txt(owner, strings)));
        }
      }
    }
    fill(response, answers, limit - FRAME - question.name().length());
    return Optional.of(response);
  }

  private static void fill(DnsResponse response, List<DnsRawRecord> answers, int room) {
    int size = 0;
    for (DnsRawRecord record : answers) {
      size += RECORD + record.name().length() + record.content().readableBytes();
    }
    if (size > room) {
      response.setTruncated(true);
      answers.forEach(DnsRawRecord::release);
    } else {
      answers.forEach(record -> response.addRecord(DnsSection.ANSWER, record));
    }
  }

  private static DnsRawRecord txt(String name, List<Bytes> strings) {
    ByteBuf content = Unpooled.buffer();
    for (Bytes string : strings) {
      content.writeByte(string.size());
      content.writeBytes(string.toArrayUnsafe());
    }
    return new DefaultDnsRawRecord(name + ".", DnsRecordType.TXT, TTL_SECONDS, content);
  }

  private static DnsRawRecord alias(String name, String other) {
    return new DefaultDnsRawRecord(
        name + ".", DnsRecordType.CNAME, TTL_SECONDS, new Names().encoded(other + "."));
  }

  /** Netty's own way to write a name. */
  private static final class Names extends DefaultDnsRecordEncoder {
    ByteBuf encoded(String name) {
      ByteBuf content = Unpooled.buffer();
      try {
        encodeName(name, content);
      } catch (Exception impossible) {
        throw new IllegalStateException("BUG: a buffer cannot be written to", impossible);
      }
      return content;
    }
  }
}

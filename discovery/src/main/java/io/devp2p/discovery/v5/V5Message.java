package io.devp2p.discovery.v5;

import io.devp2p.core.node.NodeRecord;
import java.net.InetAddress;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** The messages of discv5 (discv5-wire.md, Protocol Messages). Sequence numbers are unsigned. */
public sealed interface V5Message {

  /** Longest request id in bytes. */
  int MAX_REQUEST_ID = 8;

  /** The message type on the wire. */
  int type();

  /** 0 to 8 bytes, which an answer repeats exactly. */
  Bytes requestId();

  /** PING, type 01. */
  record Ping(Bytes requestId, long enrSeq) implements V5Message {
    @Override
    public int type() {
      return 0x01;
    }
  }

  /**
   * PONG, type 02.
   *
   * @param ip address of the asker as the sender sees it
   * @param port UDP port of the asker as the sender sees it
   */
  record Pong(Bytes requestId, long enrSeq, InetAddress ip, int port) implements V5Message {
    @Override
    public int type() {
      return 0x02;
    }
  }

  /**
   * FINDNODE, type 03.
   *
   * @param distances logarithmic distances 0 to 256, each once; others are dropped when reading
   */
  record FindNode(Bytes requestId, List<Integer> distances) implements V5Message {
    public FindNode {
      distances = List.copyOf(distances);
    }

    @Override
    public int type() {
      return 0x03;
    }
  }

  /**
   * NODES, type 04.
   *
   * @param total number of messages that answer the request, as the sender says
   * @param records those that could be read and verified; a bad one is skipped
   */
  record Nodes(Bytes requestId, long total, List<NodeRecord> records) implements V5Message {
    public Nodes {
      records = List.copyOf(records);
    }

    @Override
    public int type() {
      return 0x04;
    }
  }

  /** TALKREQ, type 05. */
  record TalkRequest(Bytes requestId, Bytes protocol, Bytes request) implements V5Message {
    @Override
    public int type() {
      return 0x05;
    }
  }

  /** TALKRESP, type 06. */
  record TalkResponse(Bytes requestId, Bytes response) implements V5Message {
    @Override
    public int type() {
      return 0x06;
    }
  }

  /** REGTOPIC, type 07. */
  record RegTopic(
      Bytes requestId, Bytes32 topic, NodeRecord record, Bytes ticket, List<Integer> distances)
      implements V5Message {
    public RegTopic {
      distances = List.copyOf(distances);
    }

    @Override
    public int type() {
      return 0x07;
    }
  }

  /**
   * REGCONFIRMATION, type 08.
   *
   * @param ticket empty where the advertisement was admitted
   * @param waitMillis lifetime of the advertisement, or time to wait before the next attempt
   */
  record RegConfirmation(Bytes requestId, long total, Bytes ticket, long waitMillis)
      implements V5Message {
    @Override
    public int type() {
      return 0x08;
    }
  }

  /** TOPICQUERY, type 09. */
  record TopicQuery(Bytes requestId, Bytes32 topic, List<Integer> distances) implements V5Message {
    public TopicQuery {
      distances = List.copyOf(distances);
    }

    @Override
    public int type() {
      return 0x09;
    }
  }

  /** TOPICNODES, type 0A. */
  record TopicNodes(Bytes requestId, long total, List<NodeRecord> records) implements V5Message {
    public TopicNodes {
      records = List.copyOf(records);
    }

    @Override
    public int type() {
      return 0x0a;
    }
  }
}

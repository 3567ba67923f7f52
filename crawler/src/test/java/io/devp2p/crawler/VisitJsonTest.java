package io.devp2p.crawler;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VisitJsonTest {

  @Test
  void printsWhatWasMeasured() {
    Visit visit = Samples.fullVisit(1);

    assertThat(VisitJson.line(visit))
        .isEqualTo(
            """
            {"event":"visit","id":"%s","publicKey":"%s","enr":"%s","seq":1,
            "enrKeys":["eth","id","ip","secp256k1","tcp","udp"],
            "ip":"127.0.0.1","udp":30303,"tcp":30304,
            "eth":{"hash":"0x07c9462e","next":0},"enrSource":["v4"],
            "v4Answered":true,"v5Answered":false,"v4RttMillis":1.234,"enrSeqInPing":1,
            "neighborsReturned":16,"neighborsDistinct":12,
            "address":"127.0.0.1","family":4,"port":30304,"reachedBy":"dial",
            "connectMillis":0.250,"ackMillis":2.000,"rlpxOk":true,"p2pVersion":5,
            "clientId":"Geth/v1.17.10-stable/linux-amd64/go1.26",
            "caps":["eth/69","eth/70","eth/x/3","snap/1"],"listenPort":0,
            "ethVersions":[69,70],"snapVersions":[1],"helloMillis":0.000,"ethVersion":70,
            "statusVersion":70,"networkId":18446744073709551615,
            "genesis":"0x%s","forkHash":"0x07c9462e","forkNext":0,
            "earliest":0,"latest":100,"latestHash":"0x%s","statusMillis":3.000,
            "outcome":"STATUS","at":"2026-08-20T10:58:14Z"}\
            """
                .replace("\n", "")
                .formatted(
                    visit.node().id(),
                    visit.node().key(),
                    visit.node().record().orElseThrow(),
                    "01".repeat(32),
                    "02".repeat(32)));
  }

  @Test
  void leavesOutWhatWasNot() {
    Visit visit = Samples.refusedVisit(1);

    assertThat(VisitJson.line(visit))
        .isEqualTo(
            """
            {"event":"visit","id":"%s","publicKey":"%s","enode":"enode://%s@[::1]:30303",
            "enrSource":["input"],"v4Answered":false,"v5Answered":false,
            "address":"::1","family":6,"port":30303,"reachedBy":"dial",
            "connectMillis":0.001,"ackMillis":0.002,"rlpxOk":true,
            "disconnect":4,"disconnectName":"too-many-peers",
            "outcome":"FULL_BEFORE_HELLO","detail":"too-many-peers",
            "at":"2026-08-20T10:58:14Z"}\
            """
                .replace("\n", "")
                .formatted(visit.node().id(), visit.node().key(), visit.node().key()));
  }

  @Test
  void aNameCannotSteerATerminalOrAPage() {
    assertThat(VisitJson.line(Samples.visitOf("\u001b[31m<script>\u202e\"\\\n\u00e4")))
        .contains("\"clientId\":\"[31m<script>\\\"\\\\\\u00E4\"")
        .matches("\\p{ASCII}*");
  }
}

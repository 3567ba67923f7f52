"""The table of benchmarks/ratios: CPU time of each benchmark, its primitives in the same run, and a peer's figure."""

import json
import re
import statistics
import sys

NAMES = {
    "SecpBenchmark.": "secp.",
    "KeccakBenchmark.hash": "keccak",
    "RlpxHandshakeBenchmark.": "rlpx.handshake.",
    "RlpxAuthBenchmark.": "rlpx.auth.",
    "RlpxFrameBenchmark.frame": "rlpx.frame",
    "RlpxThroughputBenchmark.": "rlpx.",
    "DiscoveryBenchmark.ping4": "discv4.pingpong",
    "DiscoveryBenchmark.findNode4": "discv4.findnode",
    "DiscoveryBenchmark.ping5": "discv5.pingpong",
    "DiscoveryBenchmark.findNode5": "discv5.findnode",
    "V5DecodeBenchmark.handshake": "discv5.decodeHandshake",
    "V5DecodeBenchmark.ping": "discv5.decodePing",
    "TableBenchmark.": "table.",
    "RlpBenchmark.headerEnc": "rlp.header.enc",
    "RlpBenchmark.headerDec": "rlp.header.dec",
    "RlpBenchmark.tx1559Enc": "rlp.tx1559.enc",
    "RlpBenchmark.tx1559Dec": "rlp.tx1559.dec",
    "TrieBenchmark.": "trie.",
}
# What a handshake is made of (performance.md, 3.1), in curve operations.
HANDSHAKES = {
    "initiator": {"ecdh": 4, "keygen": 2, "sign": 1},
    "recipient": {"ecdh": 4, "keygen": 2, "recover": 1},
    "both": {"ecdh": 8, "keygen": 4, "sign": 1, "recover": 1},
}
# What a datagram of discv4 and those of its answer are made of (performance.md, 3.3): curve operations, and permutations of Keccak.
DISCV4 = {
    "discv4.pingpong": ({"recover": 1, "sign": 1}, 6),
    "discv4.findnode": ({"recover": 1, "sign": 2}, 18),
}
PEER = {
    "discv5.decodeHandshake libsecp256k1": "V5_DecodeHandshakePingSecp256k1",
    "discv5.decodePing libsecp256k1": "V5_DecodePing",
    "table.closest16": "Table_findnodeByID/FullTable_16Results_PreferLive_AllLive",
    "rlpx.auth.read libsecp256k1": "HandshakeRead",
    "rlpx.throughput1k coalesced": "Throughput",
    "rlpx.throughput1k single": "Throughput",
    "rlp.header.enc": "EncodeRLP/london-header",
    "rlp.header.dec": "DecodeRLP/london-header",
    "rlp.tx1559.enc": "EncodeRLP/1559-transaction",
    "rlp.tx1559.dec": "DecodeRLP/1559-transaction",
    "rlp.header.decReadAll": "DecodeRLP/london-header",
    "rlp.tx1559.decReadAll": "DecodeRLP/1559-transaction",
    "trie.deriveRoot200": "DeriveSha200/stack_trie",
    "trie.prove": "Prove",
    "trie.verifyRange100": "VerifyRangeProof100",
    "trie.verifyRange1000": "VerifyRangeProof1000",
    "trie.verifyRange5000": "VerifyRangeProof5000",
}


def ours(path):
    """Microseconds of CPU, and bytes allocated, by name and parameter."""
    figures = {}
    for one in json.load(open(path)):
        method = ".".join(one["benchmark"].split(".")[-2:])
        prefix = next(p for p in NAMES if method.startswith(p))
        name = " ".join([NAMES[prefix] + method[len(prefix):], *one.get("params", {}).values()])
        more = one["secondaryMetrics"]
        runs = [x for fork in more["cpu"]["rawData"] for x in fork]
        figures[name] = min(runs), statistics.median(runs), more["gc.alloc.rate.norm"]["score"]
    return figures


def theirs(paths):
    """Microseconds by name, the best and the median of all counts before and after."""
    found = {}
    for path in paths:
        try:
            lines = open(path).read().splitlines()
        except FileNotFoundError:
            continue
        for line in lines:
            match = re.match(r"Benchmark(\S+)\s+\d+\s+([\d.]+) ns/op", line)
            if match:
                found.setdefault(match[1], []).append(float(match[2]) / 1000)
    return {name: (min(times), statistics.median(times)) for name, times in found.items()}


def primitives(name, figures):
    """The least that an operation can cost: the sum of what it is made of, at its best in this run."""
    kind, _, parameter = name.partition(" ")
    if kind.startswith("rlpx.handshake."):
        parts = HANDSHAKES[kind.rsplit(".", 1)[1]]
        return sum(count * figures[f"secp.{part} {parameter}"][0] for part, count in parts.items())
    if kind in DISCV4:
        parts, permutations = DISCV4[kind]
        curve = sum(count * figures[f"secp.{part} {parameter}"][0] for part, count in parts.items())
        return curve + permutations * figures["keccak 16384"][0] / 121
    if kind == "discv5.decodeHandshake":
        # The key of the record, the ephemeral one, both signatures, and the secret.
        parts = {"decompress": 2, "verify": 2, "ecdh": 1}
        return sum(count * figures[f"secp.{part} {parameter}"][0] for part, count in parts.items())
    if kind == "rlpx.auth.read":
        return figures[f"secp.ecdh {parameter}"][0]
    if kind == "rlpx.frame":
        # Keccak of 16 KiB is 121 permutations. A frame absorbs its body and two seeds, and has three digests; written and read.
        permutation = figures["keccak 16384"][0] / 121
        padded = (int(parameter) + 15) // 16 * 16
        return 2 * ((padded + 32) / 136 + 3) * permutation
    return None


def main(directory):
    figures = ours(f"{directory}/jmh.json")
    geth = theirs([f"{directory}/geth.before", f"{directory}/geth.after"])
    print(f"\n{'':34}{'us (CPU)':>10}{'median':>10}{'B/op':>9}{'primitives':>12}{'ratio':>7}{'geth us':>10}{'geth/ours':>11}")
    for name, (best, median, allocated) in figures.items():
        floor = primitives(name, figures)
        peer = geth.get(PEER.get(name, ""))
        print(
            f"{name:34}{best:10.3f}{median:10.3f}{allocated:9.0f}"
            + (f"{floor:12.3f}{floor / best:7.2f}" if floor else " " * 19)
            + (f"{peer[0]:10.3f}{peer[0] / best:11.2f}" if peer else "")
        )


main(sys.argv[1])

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
    "V5DecodeBenchmark.sessions": "discv5.sessions",
    "TableBenchmark.": "table.",
    "UdpBenchmark.": "net.udp.",
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


NATIVE = "libsecp256k1"
TIERS = (NATIVE, "bouncycastle")
# What has to be reached: the sum of the primitives of the same run, as a part of our time.
PARTS = {f"{name} {tier}": 0.85 for tier in TIERS for name in (*DISCV4, "rlpx.handshake.both")}
# What has to be reached: a peer's time, as a multiple of ours.
MULTIPLES = {
    f"discv5.decodeHandshake {NATIVE}": 1.8,
    f"discv5.decodePing {NATIVE}": 2,
    "table.closest16": 2,
    f"rlpx.auth.read {NATIVE}": 1,
    "rlpx.throughput1k coalesced": 1.5,
    "rlpx.throughput1k single": 1.5,
    "rlp.header.dec": 5,
    "rlp.tx1559.dec": 5,
    "rlp.header.enc": 2,
    "rlp.tx1559.enc": 2,
    "trie.verifyRange1000": 1.5,
    "trie.deriveRoot200": 1.5,
}
# What has to be reached: answered questions for each second of one core, with what the kernel takes for both datagrams.
RATES = {f"discv5.pingpong {NATIVE}": 140_000}
# Whole structures that are made by an operation: the allocation is divided by what they hold.
HELD = {"bytes of a table entry": ("table.fill272", 272), "bytes of a session of discv5": (f"discv5.sessions2048 {NATIVE}", 2048)}
IDLE_KIB = 64


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


def idle(path):
    """KiB of heap and beside it that an idle peer holds, or nothing if that was not measured."""
    try:
        match = re.search(r"heap ([\d.]+) KiB, direct [\d.]+ KiB, resident ([\d.]+) KiB", open(path).read())
    except FileNotFoundError:
        match = None
    return float(match[1]) + float(match[2]) if match else None


def targets(figures, geth, idle_kib):
    """Rows of metric, ours, the peer's, their ratio, the target, and whether it is met; nothing for what was not measured."""

    def row(metric, one, other, ratio, target):
        return metric, one, other, f"{ratio:.2f}", f">= {target:,}", ratio >= target

    for name in (n for n in PARTS if n in figures):
        best, floor = figures[name][0], primitives(name, figures)
        yield row(name, f"{best:.2f} us", f"primitives {floor:.2f} us", floor / best, PARTS[name])
    for name in (n for n in MULTIPLES if n in figures and PEER[n] in geth):
        best, peer = figures[name][0], geth[PEER[name]][0]
        yield row(name, f"{best:.3f} us", f"geth {peer:.3f} us", peer / best, MULTIPLES[name])
    for name in (n for n in RATES if n in figures):
        rate = 1e6 / (figures[name][0] + figures["net.udp.echo"][0])
        yield row(f"{name} + net.udp.echo, of {RATES[name]:,}/s", f"{rate:,.0f}/s", "", rate / RATES[name], 1)
    for name, (operation, held) in ((n, made) for n, made in HELD.items() if made[0] in figures):
        yield name, f"{figures[operation][2] / held:.0f} B", "", "", "", None
    if idle_kib:
        yield "idle peer", f"{idle_kib:.1f} KiB", "", "", f"<= {IDLE_KIB} KiB", idle_kib <= IDLE_KIB


def print_targets(rows):
    """Best times of this run: ours of CPU, and a peer's by the wall, which a busy machine makes longer."""
    print("\nOurs are CPU times, go-ethereum's are wall times: compare them on an idle machine only.")
    print("\n| metric | ours | peer | ratio | target | met |\n|---|---|---|---|---|---|")
    for *cells, met in rows:
        print(f"| {' | '.join(cells)} | {'' if met is None else 'yes' if met else 'NO'} |")


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
    print_targets(targets(figures, geth, idle(f"{directory}/idle")))


main(sys.argv[1])

package io.devp2p.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.NetworkException;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.Enode;
import io.devp2p.core.rlp.RlpReader;
import io.devp2p.interop.dialogue.KnownChain;
import io.devp2p.interop.peers.Geth;
import io.devp2p.interop.peers.Installation;
import io.devp2p.interop.peers.Json;
import io.devp2p.interop.peers.JsonRpc;
import io.devp2p.interop.peers.Launch;
import io.devp2p.interop.peers.Role;
import io.devp2p.kzg.NativeKzg;
import io.devp2p.wire.Host;
import io.devp2p.wire.eth.Address;
import io.devp2p.wire.eth.Authorization;
import io.devp2p.wire.eth.BlobSidecar;
import io.devp2p.wire.eth.CellMask;
import io.devp2p.wire.eth.ChainHead;
import io.devp2p.wire.eth.Eth;
import io.devp2p.wire.eth.EthAnswer;
import io.devp2p.wire.eth.EthBackend;
import io.devp2p.wire.eth.EthSession;
import io.devp2p.wire.eth.Kzg;
import io.devp2p.wire.eth.PooledTransaction;
import io.devp2p.wire.eth.Transaction;
import io.devp2p.wire.eth.TransactionFields;
import io.devp2p.wire.gossip.TxGossip;
import io.devp2p.wire.tx.Account;
import io.devp2p.wire.tx.GasSchedule;
import io.devp2p.wire.tx.PoolHead;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.units.bigints.UInt256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The pools of go-ethereum nodes and ours. What is given to one of two nodes that do not know each
 * other reaches the other through our pool alone; and the cells of a blob transaction are served,
 * and proved.
 */
final class GossipInteropTest {

  private static final UInt256 CHAIN = UInt256.valueOf(Geth.TEST_CHAIN);
  private static final UInt256 GWEI = UInt256.valueOf(1_000_000_000L);
  private static final long GAS_LIMIT = 60_000_000;
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** The accounts of a node's head, by its RPC. */
  private record RpcAccounts(JsonRpc rpc) {
    Account account(Address address) {
      try {
        return new Account(
            quantity("eth_getTransactionCount", address).toLong(),
            quantity("eth_getBalance", address),
            false);
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(stopped);
      }
    }

    private UInt256 quantity(String method, Address address)
        throws IOException, InterruptedException {
      return UInt256.fromHexString(rpc.call(method, address.toString(), "latest").text());
    }
  }

  /** Senders of the test chain, each used once. */
  private static List<NodeKey> senders(Installation geth) throws Exception {
    return KnownChain.read(geth.path("chain")).senders();
  }

  private static TransactionFields fields(
      int type, long nonce, List<Bytes32> blobHashes, List<Authorization> authorizations) {
    return new TransactionFields(
        type,
        CHAIN,
        nonce,
        GWEI,
        GWEI.multiply(100),
        100_000,
        Optional.of(new Address(Bytes.repeat((byte) 0x77, 20))),
        UInt256.ONE,
        Bytes.EMPTY,
        List.of(),
        type == Transaction.BLOB ? GWEI.multiply(100) : UInt256.ZERO,
        blobHashes,
        authorizations);
  }

  private static Authorization authorization(NodeKey key) {
    Address code = new Address(Bytes.repeat((byte) 0x66, 20));
    Authorization unsigned = new Authorization(CHAIN, code, 0, 0, UInt256.ZERO, UInt256.ZERO);
    Bytes signature = key.sign(unsigned.signingHash());
    return new Authorization(
        CHAIN,
        code,
        0,
        signature.get(64),
        UInt256.fromBytes(signature.slice(0, 32)),
        UInt256.fromBytes(signature.slice(32, 32)));
  }

  /** The consensus form with the whole sidecar, as RPC takes it. */
  private static Bytes blobs(NodeKey key, long nonce, Kzg kzg, int count) {
    List<Bytes> blobs = new ArrayList<>();
    List<Bytes> commitments = new ArrayList<>();
    List<Bytes> proofs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Bytes blob =
          Bytes.concatenate(Bytes.of(0, i + 1), Bytes.wrap(new byte[BlobSidecar.BLOB - 2]));
      blobs.add(blob);
      commitments.add(kzg.commit(blob));
      proofs.addAll(kzg.compute(blob).proofs());
    }
    Transaction tx =
        fields(
                Transaction.BLOB,
                nonce,
                commitments.stream().map(BlobSidecar::versionedHash).toList(),
                List.of())
            .sign(key);
    BlobSidecar sidecar = new BlobSidecar(1, blobs, commitments, proofs);
    return new PooledTransaction(tx, Optional.of(sidecar)).networkForm(false);
  }

  @ParameterizedTest(name = "eth/{0}")
  @ValueSource(ints = {72, 70})
  @RequiresPeer("geth-1.17.10")
  void aTransactionOfEachTypeGoesThroughOurPool(
      int version, PeerRun run, @OfPeer("geth-1.17.10") Installation installation)
      throws Exception {
    try (Geth one = start(installation, run, "gossip-from-" + version);
        Geth two = start(installation, run, "gossip-to-" + version)) {
      Geth.NodeFacts facts = one.facts();
      one.peer().engine().orElseThrow().forkchoice(facts.head());
      two.peer().engine().orElseThrow().forkchoice(facts.head());
      RpcAccounts accounts = new RpcAccounts(one.peer().rpc().orElseThrow());
      Kzg kzg = NativeKzg.load();
      try (TxGossip gossip = TxGossip.start(accounts::account, c -> c.kzg(kzg));
          Host ours = host(version, facts, gossip)) {
        gossip.head(new PoolHead(facts.head(), CHAIN, GasSchedule.AMSTERDAM, GAS_LIMIT));
        for (Geth geth : List.of(one, two)) {
          Enode enode = geth.facts().enode();
          ours.dial(enode.key(), enode.endpoint().orElseThrow().tcpAddress())
              .get(10, TimeUnit.SECONDS);
        }
        for (Bytes form : oneOfEachType(senders(installation), accounts, kzg)) {
          Bytes32 hash = PooledTransaction.decode(form, false).transaction().hash();
          one.peer().rpc().orElseThrow().call("eth_sendRawTransaction", raw(form).toHexString());
          await(hash, h -> gossip.hashes().contains(h));
          await(hash, h -> isKnown(two.peer().rpc().orElseThrow(), h));
          run.note("eth/" + version + " through our pool: transaction " + hash);
        }
      }
    }
  }

  @Test
  @RequiresPeer("geth-1.17.10")
  void gethServesTheCellsOfItsPool(PeerRun run, @OfPeer("geth-1.17.10") Installation installation)
      throws Exception {
    Kzg kzg = NativeKzg.load();
    try (Geth geth = start(installation, run, "cells")) {
      Geth.NodeFacts facts = geth.facts();
      geth.peer().engine().orElseThrow().forkchoice(facts.head());
      NodeKey sender = senders(installation).getFirst();
      long nonce =
          new RpcAccounts(geth.peer().rpc().orElseThrow())
              .account(Address.of(sender.publicKey()))
              .nonce();
      Bytes form = blobs(sender, nonce, kzg, 2);
      PooledTransaction sent = PooledTransaction.decode(form, false);
      Bytes32 hash = sent.transaction().hash();
      geth.peer().rpc().orElseThrow().call("eth_sendRawTransaction", raw(form).toHexString());
      Eth eth = Eth.client(() -> head(facts), facts.forkId()::equals, c -> c.versions(List.of(72)));
      try (Host ours = Host.start(NodeKey.generate(new SecureRandom()), c -> c.offer(eth))) {
        Enode enode = facts.enode();
        EthSession session =
            ours.dial(enode.key(), enode.endpoint().orElseThrow().tcpAddress())
                .get(10, TimeUnit.SECONDS)
                .session(eth)
                .orElseThrow();
        List<Bytes32> asked = List.of(Bytes32.repeat((byte) 9), hash);
        PooledTransaction held =
            session.pooledTransactions(asked).get(10, TimeUnit.SECONDS).getFirst();
        assertThat(held.sidecar()).map(BlobSidecar::blobs).contains(List.of());
        verify(
            cells(session, asked, CellMask.of(0, 5, 64, 127)), held.sidecar().orElseThrow(), kzg);
        EthAnswer.Cells all = cells(session, asked, CellMask.ALL);
        verify(all, held.sidecar().orElseThrow(), kzg);
        assertThat(blob(all, 1)).isEqualTo(sent.sidecar().orElseThrow().blobs().get(1));
        run.note("geth-1.17.10 serves all cells of " + hash);
      }
    }
  }

  private static EthAnswer.Cells cells(EthSession session, List<Bytes32> asked, CellMask mask)
      throws Exception {
    EthAnswer.Cells answer = session.cells(asked, mask).get(10, TimeUnit.SECONDS);
    assertThat(answer.hashes()).containsExactly(asked.getLast());
    assertThat(answer.mask()).isEqualTo(mask);
    return answer;
  }

  /** The cells of one column after the other, in each the cells of all blobs. */
  private static void verify(EthAnswer.Cells answer, BlobSidecar sidecar, Kzg kzg) {
    List<Bytes> commitments = new ArrayList<>();
    List<Integer> columns = new ArrayList<>();
    List<Bytes> proofs = new ArrayList<>();
    for (int column : answer.mask().columns().toArray()) {
      for (int blob = 0; blob < sidecar.commitments().size(); blob++) {
        commitments.add(sidecar.commitments().get(blob));
        columns.add(column);
        proofs.add(sidecar.proofs().get(blob * CellMask.COLUMNS + column));
      }
    }
    List<Bytes> cells = answer.cells().getFirst();
    assertThat(kzg.verifyCells(commitments, columns, cells, proofs)).isTrue();
    List<Bytes> forged = new ArrayList<>(cells);
    forged.set(0, cells.get(1));
    assertThat(kzg.verifyCells(commitments, columns, forged, proofs)).isFalse();
  }

  /** The first half of the cells of a blob is the blob. */
  private static Bytes blob(EthAnswer.Cells all, int index) {
    List<Bytes> cells = all.cells().getFirst();
    int blobs = cells.size() / CellMask.COLUMNS;
    List<Bytes> own = new ArrayList<>();
    for (int column = 0; column < CellMask.COLUMNS / 2; column++) {
      own.add(cells.get(column * blobs + index));
    }
    return Bytes.concatenate(own);
  }

  private static Geth start(Installation installation, PeerRun run, String name) throws Exception {
    return new Geth(
        Geth.start(
            installation, Files.createDirectories(run.folder(name)), Launch.as(Role.CHAIN_SERVER)));
  }

  private static ChainHead head(Geth.NodeFacts facts) {
    return new ChainHead(
        facts.networkId(), facts.genesis(), facts.forkId(), 0, 600, facts.head(), UInt256.ZERO);
  }

  private static Host host(int version, Geth.NodeFacts facts, TxGossip gossip)
      throws NetworkException.Unreachable {
    EthBackend backend =
        new EthBackend() {
          @Override
          public Optional<Bytes> pooledTransaction(Bytes32 hash, boolean elided) {
            return gossip.pooledTransaction(hash, elided);
          }

          @Override
          public Optional<List<Bytes>> cells(Bytes32 hash, CellMask mask) {
            return gossip.cells(hash, mask);
          }
        };
    Eth eth =
        Eth.serving(
            () -> head(facts),
            facts.forkId()::equals,
            backend,
            c -> c.versions(List.of(version)).listener(gossip));
    return Host.start(NodeKey.generate(new SecureRandom()), c -> c.offer(eth));
  }

  private static List<Bytes> oneOfEachType(List<NodeKey> keys, RpcAccounts accounts, Kzg kzg) {
    List<Bytes> forms = new ArrayList<>();
    for (int type = 0; type <= Transaction.SET_CODE; type++) {
      NodeKey key = keys.get(type);
      long nonce = accounts.account(Address.of(key.publicKey())).nonce();
      List<Authorization> authorizations =
          type == Transaction.SET_CODE ? List.of(authorization(keys.get(10))) : List.of();
      forms.add(
          type == Transaction.BLOB
              ? blobs(key, nonce, kzg, 2)
              : fields(type, nonce, List.of(), authorizations).sign(key).networkForm());
    }
    return forms;
  }

  /** RPC takes a typed transaction without the byte string around it. */
  private static Bytes raw(Bytes networkForm) {
    RlpReader in = RlpReader.of(networkForm);
    return in.nextIsList() ? networkForm : in.bytes();
  }

  private static boolean isKnown(JsonRpc rpc, Bytes32 hash) {
    try {
      return rpc.call("eth_getTransactionByHash", hash.toHexString()) instanceof Json.Fields;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  private static void await(Bytes32 hash, Predicate<Bytes32> arrived) throws InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!arrived.test(hash) && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
    assertThat(arrived.test(hash)).as("%s arrived", hash).isTrue();
  }
}

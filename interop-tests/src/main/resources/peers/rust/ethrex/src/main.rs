//! An ethrex node: discv4 and discv5 on one port, RLPx with eth and snap, JSON-RPC, and the Engine API; its store is in memory.
//! It says in one JSON object on stdout that it is ready, answers JSON-RPC from then on, and ends when stdin ends.
//! Arguments: IP, port (UDP and TCP), port of JSON-RPC, port of the Engine API, JWT secret, genesis file, chain file or "",
//! bootnodes as enode URLs or records with commas between them or "".
use ethrex_blockchain::Blockchain;
use ethrex_common::{types::Block, H512};
use ethrex_p2p::{
    network::{start_network, P2PContext},
    peer_handler::PeerHandler,
    peer_table::{PeerTableServer, TARGET_PEERS},
    rlpx::initiator::RLPxInitiator,
    sync::SyncMode,
    sync_manager::SyncManager,
    tx_broadcaster::BROADCAST_INTERVAL_MS,
    types::{NetworkConfig, Node, NodeRecord},
    DiscoveryConfig,
};
use ethrex_rlp::decode::RLPDecode;
use ethrex_rpc::{start_api, ClientVersion, RpcNamespace};
use ethrex_storage::{EngineType, Store};
use secp256k1::{PublicKey, Secp256k1, SecretKey};
use serde_json::json;
use std::{error::Error, net::{IpAddr, SocketAddr}, path::Path, sync::Arc};
use tokio::io::AsyncReadExt;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// How many states below the head stay in memory: as many as a node of the network serves.
const SERVED_STATES: usize = 128;

/// Milliseconds between two lookups while the table is not full; the usual 100 is for a network of thousands.
const LOOKUP_INTERVAL_MS: f64 = 500.0;

const GAS_CEILING: u64 = 30_000_000;

type Failure = Box<dyn Error + Send + Sync>;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [ip, port, rpc, engine, jwt, genesis, chain, bootnodes] = arguments.as_slice() else {
        return Err("eight arguments are needed".into());
    };
    let ip: IpAddr = ip.parse()?;
    let store = Store::new_from_genesis(Path::new(""), EngineType::InMemory, genesis).await?;
    let blockchain = Arc::new(Blockchain::default_with_store(store.clone()));
    if !chain.is_empty() {
        import(&store, &blockchain, chain).await?;
    }
    blockchain.set_synced();

    let key = SecretKey::new(&mut secp256k1::rand::thread_rng());
    let port = port.parse()?;
    let node = Node::new(ip, port, port, public_key(&key));
    let mut record = NodeRecord::from_node(&node, 1, &key)?;
    record.set_fork_id(store.get_fork_id().await?, &key)?;
    let version = ClientVersion::new(
        "ethrex".into(), "24.0.0".into(), "crates".into(), "00000000".into(), std::env::consts::ARCH.into(), "1".into(),
    );
    let stop = CancellationToken::new();
    let table = PeerTableServer::spawn(node.node_id(), TARGET_PEERS, store.clone());
    let context = P2PContext::new(
        node.clone(), NetworkConfig::from_node(&node), TaskTracker::new(), key, table.clone(), store.clone(), blockchain.clone(),
        version.to_string(), None, BROADCAST_INTERVAL_MS, LOOKUP_INTERVAL_MS,
    )?;
    let handler = PeerHandler::new(table, RLPxInitiator::spawn(context.clone()));
    let syncer = SyncManager::new(
        handler.clone(), &SyncMode::Full, stop.clone(), blockchain.clone(), store.clone(), std::env::temp_dir(),
    ).await;
    start_network(context, known(bootnodes)?, DiscoveryConfig::default()).await?;
    say_ready(&node, &record)?;
    let api = start_api(
        SocketAddr::new([127, 0, 0, 1].into(), rpc.parse()?), None, SocketAddr::new([127, 0, 0, 1].into(), engine.parse()?),
        store, blockchain, hex::decode(jwt)?.into(), node, record, syncer, handler, version, None, GAS_CEILING, String::new(),
        [RpcNamespace::Engine, RpcNamespace::Eth, RpcNamespace::Admin, RpcNamespace::Debug, RpcNamespace::Net].into(), stop,
    );
    tokio::select! {
        ended = api => ended?,
        _ = end_of_input() => {}
    }
    std::process::exit(0) // without waiting for actors that know no end
}

/// Executes the blocks of a file of concatenated RLP; the last one becomes the head.
async fn import(store: &Store, blockchain: &Blockchain, file: &str) -> Result<(), Failure> {
    let bytes = std::fs::read(file)?;
    let mut rest = bytes.as_slice();
    while !rest.is_empty() {
        let (block, tail) = Block::decode_unfinished(rest)?;
        rest = tail;
        let (number, hash) = (block.header.number, block.hash());
        if number > 0 {
            blockchain.add_block_pipeline_bounded(block, None, SERVED_STATES)?;
            store.forkchoice_update(vec![(number, hash)], number, hash, None, None).await?;
        }
    }
    Ok(())
}

fn public_key(key: &SecretKey) -> H512 {
    H512::from_slice(&PublicKey::from_secret_key(&Secp256k1::new(), key).serialize_uncompressed()[1..])
}

fn known(bootnodes: &str) -> Result<Vec<Node>, Failure> {
    let nodes = bootnodes.split(',').filter(|node| !node.is_empty());
    Ok(nodes.map(|node| if node.starts_with("enr:") { Node::from_enr_url(node) } else { Node::from_enode_url(node) })
        .collect::<Result<_, _>>()?)
}

fn say_ready(node: &Node, record: &NodeRecord) -> Result<(), Failure> {
    // Strictly, as others read it: an IPv6 address in brackets, base64 without padding.
    let enode = format!("enode://{}@{}", hex::encode(node.public_key), node.tcp_addr());
    println!("{}", json!({ "ready": true, "enode": enode, "enr": record.enr_url()?.trim_end_matches('=') }));
    Ok(())
}

async fn end_of_input() {
    let mut input = tokio::io::stdin();
    let mut buffer = [0; 256];
    while matches!(input.read(&mut buffer).await, Ok(1..)) {}
}

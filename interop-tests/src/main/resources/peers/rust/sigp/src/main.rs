//! A node of sigp's discv5 (the one of Lighthouse and reth) that is steered by one line on stdin for each call
//! (`CALL VERB ARGUMENT...`) and answers each by one JSON object per line on stdout. Ends when stdin ends.
//! Arguments: IP, UDP port, bootnode records with commas between them or "".
use discv5::{ConfigBuilder, Discv5, Event, IpMode, ListenConfig, NodeContact};
use enr::{CombinedKey, Enr, NodeId};
use serde_json::{json, Value};
use std::{collections::HashSet, fmt::Debug, net::IpAddr, process::ExitCode, sync::Arc, time::Duration};
use tokio::io::{AsyncBufReadExt, BufReader};

/// Of pings to the table, whose usual 300 s is longer than any test runs, and of lookups, which there are none of unasked.
const UPKEEP: Duration = Duration::from_secs(2);

type Record = Enr<CombinedKey>;

/// Why a call or the start failed. Not an error type: those of the library are none either.
struct Failure(String);

impl<E: Debug> From<E> for Failure {
    fn from(error: E) -> Self {
        Failure(format!("{error:?}"))
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure(reason)) => {
            eprintln!("{reason}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [ip, port, bootnodes] = arguments.as_slice() else {
        return Err("three arguments are needed".into());
    };
    let node = Arc::new(start(ip.parse()?, port.parse()?).await?);
    for record in bootnodes.split(',').filter(|record| !record.is_empty()) {
        node.add_enr(record.parse::<Record>()?)?;
    }
    say(json!({ "ready": true, "enr": node.local_enr().to_base64() }));
    let looker = node.clone();
    tokio::spawn(async move {
        loop {
            let _found = looker.find_node(NodeId::random()).await; // of interest is whom it asked
            tokio::time::sleep(UPKEEP).await;
        }
    });
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    while let Some(line) = lines.next_line().await? {
        let node = node.clone();
        tokio::spawn(async move {
            let words: Vec<&str> = line.split(' ').collect();
            let mut answer = match call(&node, &words[1..]).await {
                Ok(answer) => answer,
                Err(Failure(reason)) => json!({ "ok": false, "error": reason }),
            };
            answer["call"] = json!(words[0]);
            say(answer);
        });
    }
    Ok(())
}

async fn start(ip: IpAddr, port: u16) -> Result<Discv5, Failure> {
    let key = CombinedKey::generate_secp256k1();
    let (listen, record) = match ip {
        IpAddr::V4(ip) => (ListenConfig::Ipv4 { ip, port }, Enr::builder().ip4(ip).udp4(port).build(&key)?),
        IpAddr::V6(ip) => (ListenConfig::Ipv6 { ip, port }, Enr::builder().ip6(ip).udp6(port).build(&key)?),
    };
    let config = ConfigBuilder::new(listen).ping_interval(UPKEEP).disable_enr_update().build();
    let mut node = Discv5::new(record, key, config)?;
    node.start().await?;
    let mut events = node.event_stream().await?;
    tokio::spawn(async move {
        while let Some(event) = events.recv().await {
            if let Event::TalkRequest(request) = event {
                let echo = [request.protocol(), request.body()].concat();
                if let Err(failure) = request.respond(echo) {
                    eprintln!("talk: {failure:?}");
                }
            }
        }
    });
    Ok(node)
}

async fn call(node: &Discv5, words: &[&str]) -> Result<Value, Failure> {
    match words {
        ["ping", record] => {
            let pong = node.send_ping(record.parse()?).await?;
            Ok(json!({ "ok": true, "seq": pong.enr_seq.to_string() }))
        }
        ["findnode", record, distances] => {
            let distances = distances.split(',').map(str::parse).collect::<Result<Vec<u64>, _>>()?;
            let found = node.find_node_designated_peer(record.parse()?, distances).await?;
            Ok(json!({ "ok": true, "enrs": texts(&found) }))
        }
        ["talk", record, protocol, request] => {
            let record: Record = record.parse()?;
            let mode = if record.udp4_socket().is_some() { IpMode::Ip4 } else { IpMode::Ip6 };
            let contact = NodeContact::try_from_enr(record, mode)?;
            let response = node.talk_req(contact, protocol.as_bytes().to_vec(), hex::decode(request)?).await?;
            Ok(json!({ "ok": true, "response": hex::encode(response) }))
        }
        _ => Err(Failure(format!("no call {words:?}"))),
    }
}

fn texts(records: &[Record]) -> Vec<String> {
    records.iter().map(Record::to_base64).collect::<HashSet<_>>().into_iter().collect()
}

fn say(object: Value) {
    println!("{object}");
}

// An ethereumjs node (discv4 and RLPx with eth/68) that is steered by one line on stdin for each call (CALL VERB ARGUMENT...)
// and answers each by one JSON object per line on stdout. Ends when stdin ends.
// Arguments: UDP port, TCP port, network id, bootnodes as enode URLs with commas between them or "", and for another chain than
// mainnet's its genesis hash and its fork id: hash and next.
import { createInterface } from 'node:readline'
import { randomBytes } from 'node:crypto'
import { createCustomCommon, Mainnet } from '@ethereumjs/common'
import { DPT, ETH, RLPx } from '@ethereumjs/devp2p'
import { bytesToUnprefixedHex, hexToBytes, utf8ToBytes } from '@ethereumjs/util'
import { decode } from './node_modules/@ethereumjs/devp2p/dist/esm/dpt/message.js'

const HOST = '127.0.0.1'
const MAINNET = '0xd4e56740f876aef8c010b86a40d5f56745a118d0906a34e69aec8c0db1cb8fa3'
const NEIGHBORS = 4 // the packet type, after 32 bytes of hash and 65 of signature

const [udpPort, tcpPort, networkId, bootnodes, genesisHash, forkHash, forkNext] = process.argv.slice(2)
const GENESIS = hexToBytes(genesisHash ?? MAINNET)
const HARDFORK = genesisHash ? 'chainstart' : 'prague'
// The library knows a chain by its forks: the one that it is in, and the one that comes next.
const forks = genesisHash ? { hardforks: [
  { name: 'chainstart', block: 0, forkHash },
  ...(forkNext === '0' ? [] : [{ name: 'homestead', block: Number(forkNext) }]),
] } : {}
const key = new Uint8Array(randomBytes(32))
const endpoint = { address: HOST, udpPort: Number(udpPort), tcpPort: Number(tcpPort) }
const common = createCustomCommon({ chainId: Number(networkId), ...forks }, Mainnet, { hardfork: HARDFORK })

const say = (object) => process.stdout.write(JSON.stringify(object) + '\n')
const log = (what, error) => process.stderr.write(`${what}: ${error?.stack ?? error}\n`)
const hex = bytesToUnprefixedHex
const number = (bytes) => String(BigInt('0x0' + hex(bytes)))
const nodeOf = (enode) => {
  const url = new URL(enode.replace('enode:', 'http:'))
  const port = Number(url.port)
  return {
    id: hexToBytes('0x' + url.username), address: url.hostname, tcpPort: port,
    udpPort: Number(url.searchParams.get('discport') ?? port),
  }
}

const dpt = new DPT(key, { endpoint, timeout: 2000, refreshInterval: 3000 })
dpt.events.on('error', (error) => log('discv4', error))

// No dpt here: an RLPx that dials whom it discovers would cross the dials of the tests.
const rlpx = new RLPx(key, {
  clientId: utf8ToBytes('ethereumjs-devp2p/10.0.0'), capabilities: [ETH.eth68], common, listenPort: Number(tcpPort), maxPeers: 50,
})
const statuses = new Map() // id -> the status of a peer, or why it left
const waiting = new Map() // id -> those who want to know
const settle = (id, outcome) => {
  statuses.set(id, outcome)
  for (const done of waiting.get(id) ?? []) done(outcome)
  waiting.delete(id)
}
rlpx.events.on('error', (error) => log('rlpx', error))
rlpx.events.on('peer:error', (peer, error) => log('rlpx peer', error))
rlpx.events.on('peer:added', (peer) => {
  const id = hex(peer.getId())
  const hello = peer.getHelloMessage()
  const eth = peer.getProtocols()[0]
  eth.events.on('status', (status) => settle(id, {
    ok: true, clientId: hello.clientId,
    networkId: number(status.chainId), genesis: hex(status.genesisHash), head: hex(status.bestHash),
    forkHash: hex(status.forkId[0]), forkNext: number(status.forkId[1]),
  }))
  eth.sendStatus({ td: new Uint8Array([1]), bestHash: GENESIS, genesisHash: GENESIS })
})
rlpx.events.on('peer:removed', (peer, reason, byUs) => {
  settle(hex(peer.getId()), { ok: false, error: `disconnected, reason ${reason}, by us ${byUs}` })
})
process.on('uncaughtException', (error) => log('uncaught', error))
process.on('unhandledRejection', (error) => log('unhandled', error))

const within = (millis, promise) => Promise.race([
  promise,
  new Promise((_, refuse) => setTimeout(() => refuse(new Error(`nothing within ${millis} ms`)), millis)),
])

const verbs = {
  async ping(enode) {
    await within(5000, dpt._server.ping(nodeOf(enode)))
    return { ok: true }
  },
  // The library passes on the addresses of neighbors but not their ids, so the packet itself is looked at.
  async findnode(enode, target) {
    const peer = await within(5000, dpt._server.ping(nodeOf(enode)))
    const found = new Promise((done) => {
      const listen = (packet) => {
        if (packet[97] !== NEIGHBORS) return
        dpt._server._socket.off('message', listen)
        done(decode(new Uint8Array(packet)).data.peers)
      }
      dpt._server._socket.on('message', listen)
    })
    dpt._server.findneighbours(peer, hexToBytes('0x' + target))
    const peers = await within(5000, found)
    return { ok: true, ids: peers.map((p) => hex(p.id)) }
  },
  async dial(enode) {
    const node = nodeOf(enode)
    statuses.delete(hex(node.id))
    await within(5000, rlpx.connect(node))
    return verbs.status(hex(node.id))
  },
  // The last thing that is known of a peer that was dialed or that dialed us, waited for if need be.
  async status(id) {
    if (statuses.has(id)) return statuses.get(id)
    return within(8000, new Promise((done) => waiting.set(id, [...(waiting.get(id) ?? []), done])))
  },
}

createInterface({ input: process.stdin })
  .on('line', async (line) => {
    const [call, verb, ...words] = line.split(' ')
    try {
      say({ call, ...(await verbs[verb](...words)) })
    } catch (error) {
      say({ call, ok: false, error: String(error.message ?? error) })
    }
  })
  .on('close', () => process.exit(0))

const listening = (emitter, start) => new Promise((done) => {
  emitter.events.once('listening', done)
  start()
})
await listening(dpt, () => dpt.bind(endpoint.udpPort, HOST))
await listening(rlpx, () => rlpx.listen(endpoint.tcpPort, HOST))
for (const enode of bootnodes.split(',').filter(Boolean)) await dpt.bootstrap(nodeOf(enode))
say({
  ready: true,
  enode: `enode://${hex(dpt.id)}@${HOST}:${tcpPort}` + (udpPort === tcpPort ? '' : `?discport=${udpPort}`),
  networkId, genesis: hex(GENESIS), forkHash: common.forkHash(HARDFORK), forkNext: String(common.nextHardforkBlockOrTimestamp(HARDFORK) ?? 0),
})

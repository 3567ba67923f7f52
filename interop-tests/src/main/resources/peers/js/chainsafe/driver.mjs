// A ChainSafe discv5 node (the one of Lodestar) that is steered by one line on stdin for each call (CALL VERB ARGUMENT...)
// and answers each by one JSON object per line on stdout. Ends when stdin ends.
// Arguments: IP, UDP port, bootnode records with commas between them or "".
import { createInterface } from 'node:readline'
import { Discv5 } from '@chainsafe/discv5'
import { ENR, SignableENR } from '@chainsafe/enr'
import { generateKeyPair } from '@libp2p/crypto/keys'
import { multiaddr } from '@multiformats/multiaddr'

const [ip, port, bootnodes] = process.argv.slice(2)
const family = ip.includes(':') ? 'ip6' : 'ip4'
const address = multiaddr(`/${family}/${ip}/udp/${port}`)
const privateKey = await generateKeyPair('secp256k1')
const enr = SignableENR.createFromPrivateKey(privateKey)
enr.setLocationMultiaddr(address)

const node = Discv5.create({
  enr, privateKey, bindAddrs: { [family]: address },
  // Without unverified sessions it drops everybody whose record has another address than the packets.
  config: { allowUnverifiedSessions: true, enrUpdate: false, requestTimeout: 2000, pingInterval: 3000 },
})

const say = (object) => process.stdout.write(JSON.stringify(object) + '\n')
const log = (what, error) => process.stderr.write(`${what}: ${error?.stack ?? error}\n`)
const hex = (bytes) => Buffer.from(bytes).toString('hex')
const records = (enrs) => ({ ok: true, enrs: [...new Set(enrs.map((e) => e.encodeTxt()))] })
process.on('uncaughtException', (error) => log('uncaught', error))
process.on('unhandledRejection', (error) => log('unhandled', error))

node.on('talkReqReceived', (from, record, message) => {
  const echo = Buffer.concat([message.protocol, message.request])
  node.sendTalkResp(from, message.id, echo).catch((error) => log('talk', error))
})

const verbs = {
  async ping(record) {
    const pong = await node.sendPing(ENR.decodeTxt(record))
    return { ok: true, seq: String(pong.enrSeq) }
  },
  async findnode(record, distances) {
    return records(await node.sendFindNode(ENR.decodeTxt(record), distances.split(',').map(Number)))
  },
  async talk(record, protocol, request) {
    return { ok: true, response: hex(await node.sendTalkReq(ENR.decodeTxt(record), Buffer.from(request, 'hex'), protocol)) }
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

await node.start()
for (const record of bootnodes.split(',').filter(Boolean)) node.addEnr(record)
const lookUp = () => node.findRandomNode().catch((error) => log('lookup', error)).finally(() => setTimeout(lookUp, 2000))
lookUp()
say({ ready: true, enr: enr.encodeTxt() })

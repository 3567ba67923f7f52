// Reads a node list in DNS with the client of @ethereumjs/devp2p and prints one JSON object for each peer.
// Arguments: folder of the installation, DNS server as IP:PORT, enrtree URL, number of peers.
const [folder, server, url, count] = process.argv.slice(1)
const { DNS } = await import(`file://${folder}/node_modules/@ethereumjs/devp2p/dist/esm/index.js`)
for (const peer of await new DNS({ dnsServerAddress: server }).getPeers(Number(count), [url])) {
  process.stdout.write(JSON.stringify(peer) + '\n')
}
process.exit(0)

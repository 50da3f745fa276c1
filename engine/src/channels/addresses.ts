import { BlockList, isIP, isIPv4 } from 'node:net'

/** Networks that are nobody's public server, or that clouds answer themselves. */
const closed4 = [
  '0.0.0.0/8', // this network
  '10.0.0.0/8', // private
  '100.64.0.0/10', // carriers' NAT, and the metadata of one cloud
  '127.0.0.0/8', // loopback
  '168.63.129.16/32', // a cloud's own agent, at a public address
  '169.254.0.0/16', // link-local, metadata
  '172.16.0.0/12', // private
  '192.0.0.0/24', // protocol assignments
  '192.0.2.0/24', // documentation
  '192.88.99.0/24', // 6to4 relays
  '192.168.0.0/16', // private
  '198.18.0.0/15', // benchmarks
  '198.51.100.0/24', // documentation
  '203.0.113.0/24', // documentation
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, broadcast
]

/** Of IPv6 only global unicast is open, and of that not what tunnels to elsewhere or documents. */
const open6 = ['2000::/3', '64:ff9b::/96']
const closed6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']

const listOf = (networks: readonly string[]): BlockList => {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', prefix] = network.split('/')
    list.addSubnet(address, Number(prefix), isIPv4(address) ? 'ipv4' : 'ipv6')
  }
  return list
}

const closed = listOf([
  ...closed4,
  ...closed6,
  // The same networks, reached through NAT64.
  ...closed4.map((network) => {
    const [address, prefix] = network.split('/')
    return `64:ff9b::${address}/${96 + Number(prefix)}`
  }),
])
const open = listOf(open6)

/** Whether an address, IPv4 or IPv6 without brackets, is somebody's public one. What is no address is not. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address)
  if (family === 4) return !closed.check(address, 'ipv4')
  return family === 6 && open.check(address, 'ipv6') && !closed.check(address, 'ipv6')
}

/** The host of a URL as resolvers take it: IPv6 without brackets. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[(.*)\]$/, '$1')

/** The port of a URL, the scheme's own where it names none. */
export const portOf = (url: URL): string => url.port || (url.protocol === 'https:' ? '443' : '80')

/**
 * Reads `WEND_ALLOW_HOSTS`: comma-separated `host[:port]`, IPv6 in brackets. Without a port every port is meant.
 * Answers whether a URL's host is named there; what cannot be read names nothing.
 */
export function allowedHosts(list: string): (url: URL) => boolean {
  const named = new Set<string>()
  for (const entry of list.split(',').map((part) => part.trim())) {
    const [, host, port = '*'] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(entry) ?? []
    if (!host || !URL.canParse(`http://${host}/`)) continue
    named.add(`${hostOf(new URL(`http://${host}/`))} ${port}`)
  }
  return (url) => named.has(`${hostOf(url)} *`) || named.has(`${hostOf(url)} ${portOf(url)}`)
}

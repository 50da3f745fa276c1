import { lookup as systemLookup } from 'node:dns/promises'
import { isIP, type LookupFunction } from 'node:net'
import { Agent, buildConnector, Pool } from 'undici'
import { hostOf, isPublicAddress } from './addresses.ts'

export interface ResolvedAddress {
  address: string
  family: number
}

/** Asks for every address of a name, once. */
export type Resolve = (hostname: string) => Promise<ResolvedAddress[]>

/** The destination is at an address that is nobody's public one, and is not allowed. */
export class PrivateAddressError extends Error {
  override name = 'PrivateAddressError'
}

/** The system's resolver. Questions for one name at one time are one question: a name server that hangs holds one thread. */
export function systemResolve(): Resolve {
  const asked = new Map<string, Promise<ResolvedAddress[]>>()
  return (hostname) => {
    const under = asked.get(hostname)
    if (under) return under
    const question = systemLookup(hostname, { all: true }).finally(() => asked.delete(hostname))
    asked.set(hostname, question)
    return question
  }
}

const perOrigin = 32
const mostOrigins = 2_000
const connectTimeoutMs = 10_000

/**
 * Connects to public addresses only. A name is resolved once for each connection, and the addresses that were checked
 * are those that are connected to: a name that points elsewhere a moment later gains nothing. One private address
 * among several refuses the name.
 */
export function guardedAgent({ isAllowed, resolve }: { isAllowed: (url: URL) => boolean; resolve: Resolve }): Agent {
  const connectorTo = (url: URL): buildConnector.connector => {
    const allowed = isAllowed(url)

    const lookup: LookupFunction = (hostname, options, callback) => {
      resolve(hostname).then(
        (addresses) => {
          const [first] = addresses
          if (!first) return callback(Object.assign(new Error('no address'), { code: 'ENOTFOUND' }), '')
          if (!allowed && !addresses.every(({ address }) => isPublicAddress(address))) {
            return callback(new PrivateAddressError(), '')
          }
          if (options.all) return callback(null, addresses)
          callback(null, first.address, first.family)
        },
        (error: NodeJS.ErrnoException) => callback(error, ''),
      )
    }

    const connector = buildConnector({ timeout: connectTimeoutMs, lookup })
    return (options, callback) => {
      // An address needs no look-up, so it is judged here.
      const host = hostOf(url)
      if (isIP(host) && !allowed && !isPublicAddress(host)) return callback(new PrivateAddressError(), null)
      connector(options, callback)
    }
  }

  return new Agent({
    maxOrigins: mostOrigins,
    connections: perOrigin,
    keepAliveTimeout: 4_000,
    keepAliveMaxTimeout: 30_000,
    factory: (origin, options) => new Pool(origin, { ...options, connect: connectorTo(new URL(origin)) }),
  })
}

import { execFile } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freePort } from '../../../api/src/start/processes.ts'
import { type Stand, startStand } from '../stand/stand.ts'
import type { Downtime, JourneyFile } from './checker/log.ts'
import { createFaults, type Faults } from './faults.ts'
import { drawJourney } from './journeys.ts'
import { type Api, publish } from './operator.ts'
import { startProxy, type TcpProxy } from './proxy.ts'
import { Random } from './random.ts'
import { Servers } from './servers.ts'
import type { Sink } from './sink.ts'
import { createSender, type Sender } from './traffic.ts'

const program = promisify(execFile)
const journeyCount = 16

/** Everything that takes part. */
export interface Scene {
  stand: Stand
  servers: Servers
  faults: Faults
  sender: Sender
  journeys: { id: string; file: JourneyFile; stop?: Downtime }[]
  /** Not through the proxy. */
  api: Api
}

/** Starts everything with proxies between, and publishes the journeys. */
export async function setUp(
  { seed, say }: { seed: string; say(line: string): void },
  sinks: Sink[],
  closing: (() => Promise<unknown>)[],
): Promise<Scene> {
  const random = new Random(seed)
  const proxied = async (port: number): Promise<TcpProxy> => {
    const proxy = await startProxy(port)
    closing.push(() => proxy.close())
    return proxy
  }
  const toSinks = await Promise.all(sinks.map(({ port }) => proxied(port)))
  const proxies: Record<'postgres' | 'temporal' | 'api' | 'sink', TcpProxy[]> = {
    postgres: [],
    temporal: [],
    api: [],
    sink: toSinks,
  }
  const settings = { max_wal_size: '256MB' }
  let disk = false

  const stand = await startStand({
    apis: 0,
    workers: 0,
    env: { WEND_ALLOW_HOSTS: toSinks.map(({ port }) => `127.0.0.1:${port}`).join(','), LOG_LEVEL: 'info' },
    postgres: settings,
    // A disk of its own that can be filled, where we may make one.
    async prepare(folder) {
      const room = join(folder, 'postgres')
      await mkdir(room)
      disk = await program('mount', ['-t', 'tmpfs', '-o', 'size=3g,mode=0700', 'wend-chaos', room]).then(
        () => true,
        () => false,
      )
      if (disk) return () => program('umount', [room])
      say('no disk of its own can be made here: it is not filled')
      return undefined
    },
    async through({ databaseUrl, temporalAddress }) {
      const to = new URL(databaseUrl)
      const postgres = await proxied(Number(to.port))
      const temporal = await proxied(Number(temporalAddress.split(':')[1]))
      proxies.postgres.push(postgres)
      proxies.temporal.push(temporal)
      to.port = String(postgres.port)
      return { databaseUrl: to.href, temporalAddress: `127.0.0.1:${temporal.port}` }
    },
  })
  closing.push(() => stand.stop())

  const apiPort = await freePort()
  const servers = new Servers(stand, apiPort, settings, say)
  closing.push(async () => servers.end())
  await Promise.all([servers.startApi(), servers.startWorker(), servers.startWorker()])
  const toApi = await proxied(apiPort)
  proxies.api.push(toApi)

  const api = { url: `http://127.0.0.1:${apiPort}`, apiKey: stand.apiKey }
  const hooks = toSinks.map(({ port }, nth) => `http://127.0.0.1:${port}/${nth === 0 ? 'quick' : 'slow'}`)
  const drawn = Array.from({ length: journeyCount }, (_, nth) => drawJourney(random.fork(`journey ${nth}`), nth, hooks))
  const journeys = []
  for (const file of drawn) journeys.push({ id: await publish(api, file), file })
  say(`${journeys.length} journeys, ${drawn.reduce((sum, { nodes }) => sum + nodes.length, 0)} nodes are published`)

  const faults = createFaults(random.fork('faults'), servers, proxies, { disk, say })
  const sender = createSender(`http://127.0.0.1:${toApi.port}`, stand.writeKey, random.fork('sender'))
  return { stand, servers, faults, sender, journeys, api }
}

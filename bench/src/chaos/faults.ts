import { setTimeout as sleep } from 'node:timers/promises'
import type { Downtime } from './checker/log.ts'
import type { TcpProxy } from './proxy.ts'
import type { Random } from './random.ts'
import type { Servers } from './servers.ts'

export interface Faults {
  /** How often each kind was injected. */
  injected: Map<string, number>
  downtimes: Downtime[]
  /** Injects one and waits until what it broke is there again. */
  inject(name: string): Promise<void>
  /** Injects on the seed's schedule until told to stop; resolves when the last one is over. */
  run(): { stop(): Promise<void> }
}

/** Everything that can be broken here. `disk`: whether Postgres's disk can be filled. */
export function createFaults(
  random: Random,
  servers: Servers,
  proxies: Record<'postgres' | 'temporal' | 'api' | 'sink', readonly TcpProxy[]>,
  { disk, say }: { disk: boolean; say(line: string): void },
): Faults {
  const network = Object.entries(proxies).flatMap(([name, all]): [string, () => Promise<void>][] => [
    [
      `${name} stalled`,
      async () => {
        for (const proxy of all) proxy.pass({ kind: 'stalled' })
        await sleep(random.whole(1_000, 6_000))
        for (const proxy of all) proxy.pass({ kind: 'open' })
      },
    ],
    [
      `${name} late`,
      async () => {
        for (const proxy of all) proxy.pass({ kind: 'late', byMs: random.whole(20, 300) })
        await sleep(random.whole(2_000, 5_000))
        for (const proxy of all) proxy.pass({ kind: 'open' })
      },
    ],
    [
      `${name} cut`,
      async () => {
        for (const proxy of all) proxy.cut()
      },
    ],
  ])
  const kinds = new Map<string, () => Promise<void>>([
    ...network,
    [
      'api killed',
      () =>
        servers
          .killApi()
          .then(() => sleep(random.whole(0, 2_000)))
          .then(() => servers.startApi()),
    ],
    [
      'worker killed',
      () =>
        servers
          .killWorker(random.whole(0, 9))
          .then(() => sleep(random.whole(0, 2_000)))
          .then(() => servers.startWorker()),
    ],
    [
      'both workers killed',
      async () => {
        await Promise.all([servers.killWorker(0), servers.killWorker(0)])
        await sleep(random.whole(0, 2_000))
        await Promise.all([servers.startWorker(), servers.startWorker()])
      },
    ],
    [
      'postgres killed',
      () =>
        servers
          .killPostgres()
          .then(() => sleep(random.whole(0, 2_000)))
          .then(() => servers.startPostgres()),
    ],
    [
      'temporal killed',
      () =>
        servers
          .killTemporal()
          .then(() => sleep(random.whole(0, 2_000)))
          .then(() => servers.startTemporal()),
    ],
    ['api frozen', () => servers.freezeApi(random.whole(1_000, 6_000))],
    ['worker frozen', () => servers.freezeWorker(random.whole(0, 9), random.whole(2_000, 12_000))],
    ['temporal lost', () => servers.loseTemporal()],
    ...(disk
      ? [['disk full', () => servers.fillDisk(random.whole(2_000, 5_000))] satisfies [string, () => Promise<void>]]
      : []),
  ])
  // Two of one part at once would wait for each other, or be one fault.
  const partOf = (name: string): string =>
    /worker/.test(name)
      ? 'worker'
      : /disk|postgres killed/.test(name)
        ? 'postgres'
        : name.replace(/ (killed|frozen)/, '')
  const scheduled = [
    ...network.map(([name]) => name),
    ...['api killed', 'api killed', 'worker killed', 'worker killed', 'worker killed', 'both workers killed'],
    ...['api frozen', 'worker frozen', 'worker frozen'],
    ...['postgres killed', 'postgres killed', 'temporal killed', 'temporal killed'],
    ...(disk ? ['disk full'] : []),
  ]

  const faults: Faults = {
    injected: new Map(),
    downtimes: [],
    async inject(name) {
      const down: Downtime = { fromMs: Date.now(), untilMs: Number.POSITIVE_INFINITY }
      faults.downtimes.push(down)
      faults.injected.set(name, (faults.injected.get(name) ?? 0) + 1)
      await kinds.get(name)?.()
      down.untilMs = Date.now()
      say(`${name}, ${((down.untilMs - down.fromMs) / 1000).toFixed(1)} s`)
    },
    run() {
      let stopped = false
      let failure: unknown
      const stop = new AbortController()
      const running = (async () => {
        // Every kind comes once before any comes again.
        for (let bag = random.shuffled(scheduled); !stopped; ) {
          const first = bag.pop()
          if (first === undefined) {
            bag = random.shuffled(scheduled)
            continue
          }
          const second = random.happens(0.25) ? bag.at(-1) : undefined
          const apart = second !== undefined && partOf(first) !== partOf(second)
          if (apart) bag.pop()
          await Promise.all([first, ...(apart ? [second] : [])].map((name) => faults.inject(name)))
          await sleep(random.whole(2_000, 6_000), undefined, { signal: stop.signal }).catch(() => {})
        }
      })().catch((error: unknown) => {
        failure = error
        say(`no more faults: ${String(error)}`)
      })
      return {
        async stop() {
          stopped = true
          stop.abort()
          await running
          if (failure) throw failure
        },
      }
    },
  }
  return faults
}

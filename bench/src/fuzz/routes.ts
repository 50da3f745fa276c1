import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { memoryBytes } from '../stand/cpu.ts'
import type { Stand } from '../stand/stand.ts'
import { readDocument, type ToldRoute } from './document.ts'
import { Findings, type Part, type PartOptions } from './finding.ts'
import { faultsInLogs } from './logs.ts'
import { fuzzBytes } from './raw-bytes.ts'
import { commandOf, type Known, type Request, requestsTo, wireOf } from './requests.ts'
import { faultIn } from './verdict.ts'
import { type Reply, send } from './wire.ts'
import { acquaintance, makeMarker } from './workspaces.ts'

const lanes = 6
const chunk = 20
const patienceMs = 5_000
const lookEveryMs = 2_000
/** What the api may have more at the end than when it was warm. */
const mostGrowthBytes = 150_000_000
const shrinkForMs = 15_000

interface Tally {
  requests: number
  statuses: Map<string, number>
  slowestMs: number
}

/** Random requests to every route of a running api. */
export async function fuzzRoutes(stand: Stand, { seed, count, say }: PartOptions): Promise<Part> {
  const [url = ''] = stand.urls
  const port = Number(new URL(url).port)
  const { routes, schemas } = await readDocument(url)
  const marker = await makeMarker(stand)
  const friends = acquaintance(stand)
  await friends.begin()
  const before = await marker.hash()
  const findings = new Findings()
  const tallies = new Map(
    routes.map((route): [ToldRoute, Tally] => [route, { requests: 0, statuses: new Map(), slowestMs: 0 }]),
  )
  // Those with a body have more that can be wrong.
  const turns = routes.flatMap((route) => (route.body ? [route, route, route] : [route]))

  let known = await friends.look()
  let lookedMs = Date.now()
  let tried = 0
  let turn = 0
  let warmBytes = 0
  const isUp = () =>
    [...stand.apis, ...stand.workers].every(({ process }) => process.exitCode === null && process.signalCode === null)

  const lane = async () => {
    while (tried < count && isUp() && findings.all.length < 60) {
      const nth = turn++
      const route = turns[nth % turns.length]
      if (!route) return
      if (Date.now() - lookedMs > lookEveryMs) {
        lookedMs = Date.now()
        known = await friends.look().catch(() => known)
      }
      await tryRoute(route, known, seed + nth)
      if (warmBytes === 0 && tried > count / 5) warmBytes = await memoryBytes(stand.apis[0]?.process.pid)
      if (nth % 50 === 0) say(`${tried} of ${count} requests, ${findings.all.length} findings`)
    }
  }

  async function tryRoute(route: ToldRoute, among: Known, chunkSeed: number): Promise<void> {
    let fault = ''
    const property = fc.asyncProperty(requestsTo(route, schemas, among), async (request) => {
      tried += 1
      const { reply, what } = await attempt(route, request)
      note(tallies.get(route), reply)
      if (what === undefined) return
      fault = what
      throw new Error(what)
    })
    const at = `${route.method} ${route.path}`
    const isKnown = findings.all.filter((each) => each.at === at).length >= 3
    const came = await fc.check(property, {
      seed: chunkSeed,
      numRuns: chunk,
      interruptAfterTimeLimit: shrinkForMs,
      markInterruptAsFailure: false,
      endOnFailure: isKnown,
    })
    const [request] = came.counterexample ?? []
    if (came.failed && request && fault !== '')
      findings.add({ at, what: fault, seed: chunkSeed, repeat: commandOf(request, url) })
  }

  async function attempt(route: ToldRoute, request: Request): Promise<{ reply: Reply; what: string | undefined }> {
    const { bytes, cut, broken } = wireOf(request)
    const reply = await send(port, bytes, { method: request.method, cut, patienceMs })
    return { reply, what: faultIn(route, request, reply, broken) }
  }

  await Promise.all(Array.from({ length: lanes }, lane))
  const raw = await fuzzBytes(
    port,
    url,
    stand.apiKey,
    stand.writeKey,
    { seed, count: Math.round(count / 10), say },
    findings,
  )
  tried += raw

  const whole = (at: string, what: string) =>
    findings.add({ at, what, seed, repeat: `npm run fuzz -- --only routes --seed ${seed}` })
  await sleep(3_000)
  if (!isUp()) whole('the processes', 'a process has ended')
  const grown = (await memoryBytes(stand.apis[0]?.process.pid)) - warmBytes
  if (isUp() && grown > mostGrowthBytes)
    whole('the memory', `the api holds ${Math.round(grown / 1e6)} MB more than when it was warm`)
  const after = await marker.hash()
  if (after !== before) whole('the other workspace', `its rows have changed:\n${difference(before, after)}`)
  const beganMs = performance.now()
  const normal = await fetch(`${url}/v1/journeys?limit=5`, {
    headers: { authorization: `Bearer ${stand.apiKey}` },
  }).catch(() => undefined)
  const tookMs = performance.now() - beganMs
  if (!normal?.ok || tookMs > 1_000) whole('a normal request', `answered ${normal?.status} in ${Math.round(tookMs)} ms`)
  for (const line of await faultsInLogs(stand.folder)) whole('the logs', line)

  return {
    name: 'routes',
    tried,
    findings,
    table: [
      ['route', 'requests', 'statuses', 'slowest ms'],
      ...routes.map((route) => rowOf(route, tallies.get(route))),
      ['raw bytes', String(raw), '', ''],
      [
        'memory of the api, warm and at the end, MB',
        '',
        `${Math.round(warmBytes / 1e6)} ${Math.round((warmBytes + grown) / 1e6)}`,
        '',
      ],
      ['a normal request at the end, ms', '', String(normal?.status), tookMs.toFixed(0)],
    ],
  }
}

function note(tally: Tally | undefined, reply: Reply): void {
  if (!tally) return
  const name = reply.kind === 'answer' ? String(reply.status) : reply.kind
  tally.requests += 1
  tally.statuses.set(name, (tally.statuses.get(name) ?? 0) + 1)
  tally.slowestMs = Math.max(tally.slowestMs, reply.tookMs)
}

function rowOf({ method, path }: ToldRoute, tally: Tally | undefined): string[] {
  const statuses = [...(tally?.statuses ?? [])]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([status, times]) => `${status}×${times}`)
  return [`${method} ${path}`, String(tally?.requests ?? 0), statuses.join(' '), (tally?.slowestMs ?? 0).toFixed(0)]
}

const difference = (before: string, after: string): string => {
  const old = new Set(before.split('\n'))
  return after
    .split('\n')
    .filter((line) => !old.has(line))
    .join('\n')
}

import { execFile } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { root } from '../../../api/src/start/settings.ts'
import { shown } from '../stand/figures.ts'
import type { Stand } from '../stand/stand.ts'
import { table } from '../stand/table.ts'
import { check } from './checker/check.ts'
import { readStored, unfinished } from './evidence.ts'
import { readCounts, stopJourney } from './operator.ts'
import { Random } from './random.ts'
import { type Scene, setUp } from './scene.ts'
import { isRefused, type Sink, startSink } from './sink.ts'
import { planRelease, planTraffic } from './traffic.ts'

const program = promisify(execFile)

export interface ChaosOptions {
  seed: string
  enrollments: number
  minutes: number
  /** Breaks nothing but the sink. */
  calm: boolean
  /** What times are told from. */
  beganMs: number
  say(line: string): void
}

export interface Outcome {
  /** For a file. */
  report: Record<string, unknown>
  /** For people. */
  text: string
  /** Each in full. */
  differences: string[]
}

/** What follows an entry goes on for so long after it. */
const tailMs = 42_000
const releaseMs = 30_000
/** What is due is done by then; a touch that met three bad answers and a cut waits two minutes. */
const patienceMs = 240_000

/** Lets customers through random journeys while everything is broken again and again, and compares. */
export async function chaos(options: ChaosOptions): Promise<Outcome> {
  const { seed, say } = options
  const sinks = await Promise.all([startSink(seed, true), startSink(seed, false)])
  const closing: (() => Promise<unknown>)[] = sinks.map((sink) => () => sink.close())
  const closeAll = async (): Promise<void> => {
    for (let close = closing.pop(); close; close = closing.pop())
      await close().catch((error: unknown) => say(String(error)))
  }
  // Postgres and Temporal live in groups of their own, and the disk is mounted: nothing of it may stay.
  for (const name of ['SIGINT', 'SIGTERM'] as const)
    process.once(name, () => void closeAll().finally(() => process.exit(130)))
  try {
    const scene = await setUp(options, sinks, closing)
    return await play(options, scene, sinks)
  } finally {
    await closeAll()
  }
}

async function play(
  { seed, enrollments, minutes, calm, beganMs, say }: ChaosOptions,
  scene: Scene,
  sinks: Sink[],
): Promise<Outcome> {
  const { stand, faults, sender, journeys, api } = scene
  const random = new Random(seed)
  const windowMs = minutes * 60_000
  const { planned, customers } = planTraffic(random.fork('traffic'), {
    enrollments,
    journeys: journeys.length,
    windowMs,
  })

  let breaking = calm ? undefined : faults.run()
  const traffic = sender.send(planned)
  // Heard at once, so that a failure does not end the process unheard while something is awaited.
  traffic.catch(() => {})
  if (!calm) {
    await sleep(windowMs * 0.55)
    await breaking?.stop()
    const lostMs = Date.now()
    await faults.inject('temporal lost')
    const { stdout } = await program('npm', ['run', '--silent', 'recover'], {
      cwd: root,
      env: {
        ...process.env,
        DATABASE_URL: stand.databaseUrl,
        TEMPORAL_ADDRESS: stand.temporalAddress,
        TEMPORAL_NAMESPACE: stand.namespace,
      },
    })
    // Until then there is nobody to move anything.
    faults.downtimes.push({ fromMs: lostMs, untilMs: Date.now() })
    say(`recover: ${stdout.trim().split('\n').at(-1)}`)
    breaking = faults.run()
  }
  await traffic
  await sleep(tailMs / 4)
  say(`${planned.length} messages are sent; waits of hours are ended now`)
  const stop = async (some: Scene['journeys']): Promise<void> => {
    for (const journey of some) {
      const fromMs = Date.now()
      await stopJourney(api, journey.id)
      journey.stop = { fromMs, untilMs: Date.now() }
    }
  }
  const release = sender.send(planRelease(random.fork('release'), customers, releaseMs))
  release.catch(() => {})
  await sleep(releaseMs / 2)
  // Some are stopped while things break, with customers in every state; the others when nobody has anything to do but to rest.
  await stop(journeys.filter((_, nth) => nth % 4 === 0))
  await release
  await breaking?.stop()

  say('nothing is broken any more')
  const late: string[] = []
  if (!(await quiet(stand, false)))
    late.push(`${await unfinished(stand.pool, false)} things were due and not done after ${patienceMs / 1000} s`)
  await stop(journeys.filter(({ stop }) => !stop))
  say('every journey is stopped')
  if (!(await quiet(stand, true)))
    late.push(`${await unfinished(stand.pool, true)} things were not ended ${patienceMs / 1000} s after the stop`)

  const running = await stillRunning(stand)
  if (running > 0) late.push(`${running} workflows still run, though every enrollment has ended`)

  const stored = await readStored(stand.pool, stand.workspace)
  const judged = []
  for (const journey of journeys) judged.push({ ...journey, counts: await readCounts(api, journey.id) })
  const calls = sinks
    .flatMap(({ requests }) => requests)
    .map((each) => ({ ...each, refused: isRefused(seed, each.body) }))
  const verdict = check({
    ...stored,
    journeys: judged,
    acknowledged: sender.acknowledged,
    calls,
    downtimes: faults.downtimes,
  })

  const behaviours = count(sinks.flatMap(({ requests }) => requests).map(({ behaviour }) => behaviour))
  const reasons = count(stored.enrollments.map(({ reason }) => reason ?? 'never'))
  const listed = (counts: Map<string, number>) =>
    [...counts]
      .sort()
      .map(([name, n]) => `${name} ${n}`)
      .join(', ')
  const differences = [...late, ...verdict.differences]
  const report = {
    seed,
    faults: Object.fromEntries([...faults.injected].sort()),
    enrollments: stored.enrollments.length,
    events: stored.events.length,
    requests: calls.length,
    visits: stored.enrollments.reduce((sum, { visits }) => sum + visits.length, 0),
    races: verdict.open,
    late: verdict.late,
    diedByThemselves: scene.servers.diedByThemselves,
    longestStallSeconds: (verdict.longestStall?.ms ?? 0) / 1000,
    longestStall: verdict.longestStall,
    seconds: Math.round((Date.now() - beganMs) / 1000),
    differences: differences.length,
  }
  const sinceMs = (ms = beganMs): string => ((ms - beganMs) / 1000).toFixed(0)
  const text = table([
    ['what', 'how many', ''],
    ...[...faults.injected].sort().map(([name, n]) => [`fault: ${name}`, shown(n), '']),
    ['enrollments', shown(report.enrollments), listed(reasons)],
    ['visits', shown(report.visits), ''],
    [
      'events',
      shown(report.events),
      `in ${sender.requests} requests, of which ${sender.failures} failed and were repeated`,
    ],
    ['requests to the sink', shown(report.requests), listed(behaviours)],
    ['processes that ended by themselves', shown(report.diedByThemselves), ''],
    [
      'races that could end either way',
      shown(verdict.open.ties + verdict.open.cuts),
      `${verdict.open.ties} in one millisecond, ${verdict.open.cuts} with a step cut in two`,
    ],
    ['calls over 1 s after an end', shown(report.late), 'while something was broken'],
    [
      'longest stall',
      `${report.longestStallSeconds.toFixed(1)} s`,
      `of what was due, while nothing was down; at ${sinceMs(verdict.longestStall?.movedMs)} s it went on`,
    ],
    ['time', `${report.seconds} s`, ''],
    ['differences', shown(report.differences), ''],
  ])
  return { report, text, differences }
}

/** How many workflows Temporal still runs, once it has had time to end them. */
async function stillRunning({ client }: Stand): Promise<number> {
  for (const untilMs = Date.now() + patienceMs / 4; ; await sleep(1_000)) {
    const running = await client.workflow.count(`ExecutionStatus = 'Running'`).then(
      ({ count }) => count,
      () => Number.NaN,
    )
    if (running === 0 || Date.now() > untilMs) return running
  }
}

/** Waits until nothing is to be done any more, or only to rest. */
async function quiet({ pool }: Stand, restingToo: boolean): Promise<boolean> {
  for (const untilMs = Date.now() + patienceMs; Date.now() < untilMs; await sleep(500))
    if ((await unfinished(pool, restingToo)) === 0) return true
  return false
}

function count(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}

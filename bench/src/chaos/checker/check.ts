import { type Followed, follow, type Open, type Stall } from './follow.ts'
import { wasDown } from './idle.ts'
import type { Call, Evidence, Journey, StoredEnrollment, StoredEvent } from './log.ts'
import { holds } from './rules.ts'
import { told } from './told.ts'

/** What came of comparing what must have happened with what did. */
export interface Verdict {
  /** Each in full. */
  differences: string[]
  /** Moments at which the rules left two outcomes open, and one of them came. */
  open: Open
  /** Calls that came later than a second after what should have barred them, while something was broken. */
  late: number
  longestStall: Stall | undefined
}

const dayMs = 86_400_000
/** An ending is obeyed so soon after its answer. */
const obeyedMs = 1_000

/** Compares everything. */
export function check(evidence: Evidence): Verdict {
  const verdict: Verdict = { differences: [], open: { ties: 0, cuts: 0 }, late: 0, longestStall: undefined }
  const eventsOf = grouped(evidence.events, ({ customer }) => customer)
  for (const events of eventsOf.values()) events.sort((a, b) => a.number - b.number)
  const calls = grouped(evidence.calls, ({ key }) => key)
  const downtimes = [...evidence.downtimes].sort((a, b) => a.fromMs - b.fromMs)
  const expected: Followed['touches'] = new Map()

  checkEvents(evidence, verdict)
  for (const journey of evidence.journeys) {
    const enrollments = evidence.enrollments.filter((each) => each.journey === journey.id)
    checkEntries(journey, enrollments, eventsOf, verdict)
    checkCounts(journey, enrollments, verdict)
    for (const enrollment of enrollments) {
      const events = eventsOf.get(enrollment.customer) ?? []
      const { secret, acknowledged } = evidence
      const followed = follow({ journey, enrollment, events, calls, acknowledged, secret, downtimes })
      verdict.open.ties += followed.open.ties
      verdict.open.cuts += followed.open.cuts
      if (followed.longestStall.ms > (verdict.longestStall?.ms ?? 0)) verdict.longestStall = followed.longestStall
      for (const [key, touch] of followed.touches) expected.set(key, touch)
      if (followed.differences.length > 0)
        verdict.differences.push(told(followed.differences, journey, enrollment, events, evidence.calls))
      for (const touch of enrollment.touches)
        if (!followed.touches.has(`${enrollment.id}.${touch.visit}`) && followed.differences.length === 0)
          verdict.differences.push(
            `enrollment ${enrollment.id} has a touch at visit ${touch.visit}, where none belongs`,
          )
    }
  }
  checkCalls(calls, expected, downtimes, verdict)
  return verdict
}

/** Every acknowledged message is there exactly once, and nothing else is. */
function checkEvents({ events, acknowledged }: Evidence, { differences }: Verdict): void {
  const times = new Map<string, number>()
  for (const { messageId } of events) times.set(messageId, (times.get(messageId) ?? 0) + 1)
  for (const id of acknowledged.keys())
    if (!times.has(id)) differences.push(`message ${id} was acknowledged, and is not there`)
  for (const [id, count] of times) {
    if (count > 1) differences.push(`message ${id} is there ${count} times`)
    if (!acknowledged.has(id)) differences.push(`message ${id} is there, and nobody sent it`)
  }
}

/** Who entered is who had to, once each. */
function checkEntries(
  { file }: Journey,
  enrollments: StoredEnrollment[],
  eventsOf: ReadonlyMap<string, StoredEvent[]>,
  verdict: Verdict,
): void {
  const entry = file.nodes.find(({ type }) => type === 'entry-event')
  const { when, key = '' } = file.settings.reEntry
  const byMessage = grouped(enrollments, ({ entryMessage }) => entryMessage)
  for (const events of eventsOf.values()) {
    const before: StoredEnrollment[] = []
    const keys = new Set<unknown>()
    for (const event of events) {
      if (!entry || event.name !== entry.config.event || event.receivedMs - event.atMs > dayMs) continue
      const { where } = entry.config
      if (where && !holds(where, { event, entry: event })) continue
      const [mine, ...more] = byMessage.get(event.messageId) ?? []
      if (more.length > 0) verdict.differences.push(`${event.messageId} entered ${file.name} ${more.length + 1} times`)
      const last = before.at(-1)
      const value = event.properties[key.split('.')[1] ?? '']
      let may = true
      if (when === 'never') may = last === undefined
      if (when === 'once-per-key') may = value !== undefined && !keys.has(value)
      if (when === 'after-exit' && last) {
        may = last.endedMs !== null && last.endedMs <= event.receivedMs
        if (last.endedMs === event.receivedMs) {
          verdict.open.ties++
          may = mine !== undefined
        }
      }
      if (may !== (mine !== undefined))
        verdict.differences.push(
          `${event.messageId} of ${event.customer} ${mine ? 'entered' : 'did not enter'} ${file.name} (${when})`,
        )
      if (mine) before.push(mine)
      if (mine) keys.add(value)
    }
  }
}

/** The counts that operators see agree with the rows behind them. */
function checkCounts({ file, counts }: Journey, enrollments: StoredEnrollment[], { differences }: Verdict): void {
  const same = (what: string, counted: number, rows: number) => {
    if (counted !== rows) differences.push(`${file.name} counts ${counted} ${what}, and there are ${rows}`)
  }
  same('entered', counts.entered, enrollments.length)
  same('active', counts.active, enrollments.filter(({ endedMs }) => endedMs === null).length)
  for (const [reason, n] of Object.entries(counts.ended))
    same(`ended as ${reason}`, n, enrollments.filter((each) => each.reason === reason).length)
  const visits = grouped(
    enrollments.flatMap((each) => each.visits),
    ({ node }) => node,
  )
  for (const [node, counted] of Object.entries(counts.nodes)) {
    const here = visits.get(node) ?? []
    for (const state of ['passed', 'failed', 'blocked'] as const)
      same(`${state} at ${node}`, counted[state], here.filter((visit) => visit.state === state).length)
    same(`resting at ${node}`, counted.here, 0)
    for (const [outlet, n] of Object.entries(counted.outlets))
      same(`left ${node} by ${outlet}`, n, here.filter((visit) => visit.outlet === outlet).length)
  }
}

/** The sink was asked for what had to be asked, always in the same words, and no longer than it was to be. */
function checkCalls(
  calls: ReadonlyMap<string, Call[]>,
  expected: Followed['touches'],
  downtimes: Evidence['downtimes'],
  verdict: Verdict,
): void {
  for (const [key, made] of calls) {
    const touch = expected.get(key)
    if (!touch) {
      verdict.differences.push(`the sink was asked with the key ${key}, which no visit has: ${made[0]?.body}`)
      continue
    }
    for (const { body, atMs } of made) {
      if (body !== touch.body) verdict.differences.push(`the sink heard «${body}» under ${key}, not «${touch.body}»`)
      if (touch.noLaterThanMs === undefined || atMs <= touch.noLaterThanMs + obeyedMs) continue
      if (wasDown(touch.noLaterThanMs - obeyedMs, atMs, downtimes)) verdict.late++
      else verdict.differences.push(`the sink was asked under ${key} ${atMs - touch.noLaterThanMs} ms after its end`)
    }
  }
}

function grouped<T>(all: readonly T[], by: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const one of all) {
    const group = groups.get(by(one))
    if (group) group.push(one)
    else groups.set(by(one), [one])
  }
  return groups
}

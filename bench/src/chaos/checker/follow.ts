import { Heard } from './heard.ts'
import { idleMs, wasDown } from './idle.ts'
import type { Call, Downtime, FileNode, Journey, StoredEnrollment, StoredEvent, StoredVisit } from './log.ts'
import { holds } from './rules.ts'
import { bodyOf, splitOutlet } from './words.ts'

/** Moments at which the rules left two outcomes open. */
export interface Open {
  /** Two things came in the same millisecond. */
  ties: number
  /** A step was cut in two on its way to a wait: whether it rested yet when something came, nobody has recorded. */
  cuts: number
}

/** What came of following one enrollment. */
export interface Followed {
  differences: string[]
  open: Open
  /** Every request that may have been made, by key. */
  touches: Map<string, { body: string; noLaterThanMs: number | undefined }>
  longestStall: Stall
}

/** A time for which something was due while nothing was broken. */
export interface Stall {
  ms: number
  dueMs: number
  movedMs: number
  enrollment: string
}

export interface Case {
  journey: Journey
  enrollment: StoredEnrollment
  /** Everything that this customer did, by number. */
  events: readonly StoredEvent[]
  /** What the sink was asked for, by key. */
  calls: ReadonlyMap<string, Call[]>
  acknowledged: ReadonlyMap<string, number>
  secret: Buffer
  /** By the time they began. */
  downtimes: readonly Downtime[]
}

/** So long, all in all, may what is due rest while nothing is broken: more is a difference, whatever moves it then. */
const stuckMs = 240_000
/** A step that has committed on its way takes the next wait up so much later at most, on a machine that is very busy. */
const takenUpMs = 30_000
/** A step that was cut off began so long before. */
const cutMs = 3_000

/** Follows one enrollment through its journey file, from event to event, and compares every turn with what was recorded. */
export function follow(given: Case): Followed {
  const { enrollment, events, journey } = given
  const followed: Followed = {
    differences: [],
    open: { ties: 0, cuts: 0 },
    touches: new Map(),
    longestStall: { ms: 0, dueMs: 0, movedMs: 0, enrollment: enrollment.id },
  }
  const entry = events.find(({ messageId }) => messageId === enrollment.entryMessage)
  if (entry) new Walk(given, followed, new Heard(journey.file, entry, events)).go()
  else followed.differences.push('entered by an event that is not there')
  return followed
}

interface Place {
  node: FileNode
  nth: number
  arrivedMs: number
  /** It may have come here by a step that ended here, and taken up the node in the next. */
  byCommit: boolean
}

const rests = ({ type }: FileNode): boolean => type === 'wait' || type === 'wait-for-event'

class Walk {
  readonly #given: Case
  readonly #followed: Followed
  readonly #heard: Heard

  constructor(given: Case, followed: Followed, heard: Heard) {
    this.#given = given
    this.#followed = followed
    this.#heard = heard
  }

  go(): void {
    const { enrollment, journey } = this.#given
    const { entry, goal } = this.#heard
    const { nodes, settings } = journey.file
    if (enrollment.enteredMs !== entry.receivedMs) this.#differs('entered at another time than its event came')
    if (enrollment.goalMs !== (goal?.receivedMs ?? null))
      this.#differs(`its goal was noted at ${enrollment.goalMs} and not at ${goal?.receivedMs ?? null}`)

    const first = nodes.find(({ type }) => type.startsWith('entry-'))
    let at: Place | undefined = first && { node: first, nth: 1, arrivedMs: enrollment.enteredMs, byCommit: false }
    while (at) {
      const visit: StoredVisit | undefined = enrollment.visits[at.nth - 1]
      if (!visit) {
        this.#stayed(at)
        return
      }
      if (visit.nth !== at.nth || visit.node !== at.node.id || visit.arrivedMs !== at.arrivedMs) {
        const wanted = `not of ${at.node.id} since ${at.arrivedMs}`
        this.#no(`visit ${at.nth} is of ${visit.node} since ${visit.arrivedMs}, ${wanted}`)
        return
      }
      if (!this.#left(at, visit)) return
      const next = this.#behind(visit)
      const ends = !next ? 'completed' : at.nth + 1 > (settings.maxVisitsPerDay ?? 1000) ? 'runaway' : undefined
      if (!next || ends) {
        this.#over(ends ?? '', visit)
        return
      }
      at = { node: next, nth: at.nth + 1, arrivedMs: visit.leftMs, byCommit: at.node.type === 'send-webhook' }
    }
  }

  #behind(visit: StoredVisit): FileNode | undefined {
    const { edges, nodes } = this.#given.journey.file
    const edge = edges.find(({ from, outlet }) => from === visit.node && outlet === visit.outlet)
    return edge && nodes.find(({ id }) => id === edge.to)
  }

  #differs(what: string): void {
    this.#followed.differences.push(what)
  }

  #no(what: string): false {
    this.#differs(what)
    return false
  }

  #over(reason: string, { leftMs, nth }: StoredVisit): void {
    const { enrollment } = this.#given
    if (enrollment.visits.length > nth) this.#differs(`went on after visit ${nth}, which led nowhere`)
    if (enrollment.reason !== reason)
      this.#differs(`ended as ${enrollment.reason}, not as ${reason}, after visit ${nth}`)
    else if (enrollment.endedMs !== leftMs) this.#differs(`ended at ${enrollment.endedMs}, not at ${leftMs}`)
  }

  /** Whether the visit went as it had to, and the enrollment goes on from it. */
  #left(at: Place, visit: StoredVisit): boolean {
    const { enrollment, journey } = this.#given
    const { exit } = this.#heard
    const delivery = at.node.type === 'send-webhook'
    if (visit.outlet === null && at.node.type !== 'exit') {
      if (!delivery) return this.#no(`left ${visit.node} by no outlet`)
      this.#brokenOff(at, visit)
      return enrollment.visits.length > at.nth ? this.#no('went on after a touch that was broken off') : false
    }
    const what = `left ${visit.node} (visit ${at.nth}) by ${visit.outlet} at ${visit.leftMs}`
    if (exit && exit.receivedMs < visit.leftMs)
      return this.#no(`${what}, after ${exit.name} (${exit.number}) had ended it`)
    if (journey.stop && visit.leftMs > journey.stop.untilMs) return this.#no(`${what}, after the journey was stopped`)
    if (rests(at.node)) return this.#waited(at, visit, what)
    const wanted = delivery ? this.#delivered(at, visit) : this.#decided(at, visit)
    if (exit?.receivedMs === visit.leftMs) this.#followed.open.ties++
    return wanted === visit.outlet || this.#no(`${what}, not by ${wanted}`)
  }

  #waited(at: Place, { leftMs, outlet }: StoredVisit, what: string): boolean {
    const { arrivedMs } = at
    const { goal, exit } = this.#heard
    const dueMs = this.#heard.dueMs(at.node, arrivedMs)
    const claim = this.#heard.claimOf(at.node, arrivedMs)
    const byTime = outlet === (at.node.type === 'wait' ? 'next' : 'timed-out')

    if (byTime) {
      if (leftMs < dueMs) return this.#no(`${what}, before it was due at ${dueMs}`)
      if (claim && claim.event.receivedMs < leftMs)
        return this.#no(`${what}, though ${claim.event.name} (${claim.event.number}) had come for ${claim.branch}`)
      if (claim?.event.receivedMs === leftMs) this.#followed.open.ties++
    } else if (claim?.branch !== outlet || claim.event.receivedMs > leftMs)
      return this.#no(`${what}, which nothing that she did leads to: ${claim?.branch ?? 'timed-out'} was due`)

    // A goal ends a rest, unless what she waits for came first.
    const heardOnArrival = !byTime && claim !== undefined && claim.event.receivedMs <= arrivedMs
    const goalFirst =
      goal !== undefined &&
      !heardOnArrival &&
      (byTime || !claim ? goal.receivedMs < leftMs : goal.number < claim.event.number)
    if (goalFirst) {
      const untilMs = claim?.event.receivedMs ?? leftMs
      if (byTime || !this.#mayNotRestYet(at, untilMs))
        return this.#no(`${what}, though its goal had been reached before`)
      this.#followed.open.cuts++
    }
    if (exit?.receivedMs === leftMs) {
      const told = !byTime && claim?.event.receivedMs === leftMs
      if (!told) this.#followed.open.ties++
      else if (exit.number <= claim.event.number) return this.#no(`${what}, though ${exit.name} ended it first`)
    }

    this.#moved(byTime ? dueMs : Math.max(arrivedMs, claim?.event.receivedMs ?? 0), leftMs)
    if (byTime) this.#heard.passed(dueMs)
    else if (claim) this.#heard.hear(claim.event)
    return true
  }

  /** Whether a step may have been cut in two before it came to rest here, so that it had not rested by then. */
  #mayNotRestYet({ arrivedMs, byCommit }: Place, untilMs: number): boolean {
    if (byCommit && untilMs - arrivedMs < takenUpMs) return true
    return wasDown(arrivedMs - cutMs, untilMs, this.#given.downtimes)
  }

  #moved(dueMs: number, movedMs: number): void {
    const { downtimes, enrollment } = this.#given
    const ms = idleMs(dueMs, movedMs, downtimes)
    if (ms > this.#followed.longestStall.ms)
      this.#followed.longestStall = { ms, dueMs, movedMs, enrollment: enrollment.id }
    if (ms > stuckMs) this.#differs(`was due at ${dueMs} and moved only at ${movedMs}, while nothing was broken`)
  }

  #decided({ node }: Place, { leftMs, outlet }: StoredVisit): string | null {
    const { enrollment, journey, secret, events } = this.#given
    const { entry, hand } = this.#heard
    if (node.type === 'exit') return null
    if (node.type === 'split') return splitOutlet(secret, journey.id, node, enrollment.customer)
    if (node.type !== 'branch') return 'next'
    const asOf = (known: readonly StoredEvent[]): string => {
      const told = known.filter(({ name }) => name === 'identify').map(({ properties }) => properties)
      const facts = {
        event: hand,
        entry,
        did: (name: string) => known.filter((event) => event.name === name).length,
        attributes: Object.assign({}, ...told),
      }
      return node.config.branches?.find(({ when }) => when && holds(when, facts))?.id ?? 'else'
    }
    const last = asOf(events.filter(({ receivedMs }) => receivedMs <= leftMs))
    const earlier = asOf(events.filter(({ receivedMs }) => receivedMs < leftMs))
    if (last === earlier) return last
    this.#followed.open.ties++
    return outlet === earlier ? earlier : last
  }

  #delivered(at: Place, visit: StoredVisit): string {
    const { enrollment, journey } = this.#given
    const { refused, took } = this.#expectTouch(at, undefined)
    const touch = enrollment.touches.find((each) => each.visit === at.nth)
    const state = refused ? 'failed' : 'passed'
    if (visit.state !== state) this.#differs(`visit ${at.nth} of ${visit.node} was ${visit.state}, not ${state}`)
    if (touch?.state !== (refused ? 'failed' : 'delivered'))
      this.#differs(`the touch of visit ${at.nth} is ${touch?.state ?? 'not there'}`)
    if (!refused && !took) this.#differs(`the touch of visit ${at.nth} was never taken by the sink`)
    if (!refused) return 'next'
    const drawn = (outlet: string) =>
      journey.file.edges.some((edge) => edge.from === at.node.id && edge.outlet === outlet)
    return !drawn('failed') && drawn('next') ? 'next' : 'failed'
  }

  /** Notes that this visit may ask the sink, and with what; answers what the sink did. */
  #expectTouch(at: Place, noLaterThanMs: number | undefined): { refused: boolean; took: boolean } {
    const { enrollment, calls } = this.#given
    const key = `${enrollment.id}.${at.nth}`
    const body = bodyOf(at.node, enrollment.customer, this.#heard.hand, this.#heard.entry)
    const made = calls.get(key) ?? []
    this.#followed.touches.set(key, { body, noLaterThanMs })
    const touch = enrollment.touches.find(({ visit }) => visit === at.nth)
    if (touch && (touch.node !== at.node.id || touch.body !== body))
      this.#differs(`the touch of visit ${at.nth} holds «${touch.body}», not «${body}»`)
    return { refused: made.some(({ refused }) => refused), took: made.some(({ took }) => took) }
  }

  /** When an exit or a stop ended it, if one did: from and until. */
  #ending(): Downtime | undefined {
    const { enrollment, journey, acknowledged } = this.#given
    const { exit } = this.#heard
    if (enrollment.reason === 'exit' && exit)
      return { fromMs: exit.receivedMs, untilMs: acknowledged.get(exit.messageId) ?? exit.receivedMs }
    return enrollment.reason === 'stopped' ? journey.stop : undefined
  }

  /** A touch under way as the enrollment ended: brought to its outcome, or given up. */
  #brokenOff(at: Place, visit: StoredVisit): void {
    const { enrollment } = this.#given
    const ending = this.#ending()
    if (!ending) {
      this.#differs(`visit ${at.nth} was broken off, and nothing had ended it`)
      return
    }
    if (visit.leftMs < ending.fromMs) this.#differs(`visit ${at.nth} was broken off before anything ended it`)
    const { took, refused } = this.#expectTouch(at, ending.untilMs)
    const state = enrollment.touches.find(({ visit: nth }) => nth === at.nth)?.state
    if (state === 'delivered' && !took) this.#differs(`the touch of visit ${at.nth} was never taken by the sink`)
    if ((state === 'blocked' || state === 'failed') && took)
      this.#differs(`the sink took the touch of visit ${at.nth}, which is called ${state}`)
    if (state === 'failed' && !refused) this.#differs(`the touch of visit ${at.nth} failed, and nobody refused it`)
    this.#endedBy(enrollment.reason)
  }

  /** It never left this place: something has to have ended it here. */
  #stayed(at: Place): void {
    const { enrollment, journey, calls } = this.#given
    const { reason, state, endedMs } = enrollment
    if (reason === null || endedMs === null) {
      this.#differs(`never ended: it is ${state} at ${at.node.id}`)
      return
    }
    if (reason !== 'exit' && reason !== 'goal' && reason !== 'stopped') {
      this.#differs(`ended as ${reason} at ${at.node.id}, where nothing ends so`)
      return
    }
    const endMs = reason === 'stopped' ? (journey.stop?.fromMs ?? 0) : endedMs
    const { exit } = this.#heard
    if (exit && reason !== 'exit' && exit.receivedMs < endMs)
      this.#differs(`ended as ${reason}, though ${exit.name} (${exit.number}) had come before`)
    if (exit && reason !== 'exit' && exit.receivedMs === endMs) this.#followed.open.ties++
    if (reason === 'goal') this.#endedAsGoal(at, endedMs)
    else {
      this.#goalCameLater(at, reason, endMs)
      this.#endedBy(reason)
    }

    const claimed = rests(at.node) ? this.#heard.claimOf(at.node, at.arrivedMs)?.event.receivedMs : undefined
    const claimedMs = claimed === undefined ? Number.POSITIVE_INFINITY : Math.max(claimed, at.arrivedMs)
    const dueMs = rests(at.node) ? Math.min(this.#heard.dueMs(at.node, at.arrivedMs), claimedMs) : at.arrivedMs
    if (dueMs < endMs) this.#moved(dueMs, endMs)
    if (calls.has(`${enrollment.id}.${at.nth}`)) this.#differs(`visit ${at.nth} asked the sink, and was never recorded`)
  }

  #endedAsGoal(at: Place, endedMs: number): void {
    const { goal } = this.#heard
    if (!goal || !rests(at.node)) {
      this.#differs(`ended as goal at ${at.node.id}, and there was none to reach`)
      return
    }
    const claim = this.#heard.claimOf(at.node, at.arrivedMs)?.event
    const noted = goal.receivedMs <= at.arrivedMs
    if (claim && (noted ? claim.receivedMs < at.arrivedMs : claim.number <= goal.number))
      this.#differs(`ended as goal, though ${claim.name} (${claim.number}) took its wait first`)
    if (endedMs < goal.receivedMs) this.#differs('ended as goal before it was reached')
  }

  /** A goal would have ended it as soon as it rested. */
  #goalCameLater(at: Place, reason: string, endMs: number): void {
    const { goal } = this.#heard
    if (!goal || !rests(at.node) || goal.receivedMs >= endMs) return
    const claim = this.#heard.claimOf(at.node, at.arrivedMs)?.event
    if (claim && claim.number <= goal.number) return
    const restedMs = Math.max(goal.receivedMs, at.arrivedMs)
    if (idleMs(restedMs, endMs, this.#given.downtimes) > takenUpMs || !this.#mayNotRestYet(at, endMs))
      this.#differs(`ended as ${reason}, though its goal (${goal.number}) had come before`)
    else this.#followed.open.cuts++
  }

  #endedBy(reason: string | null): void {
    const { enrollment, journey } = this.#given
    const { exit } = this.#heard
    if (reason === 'exit' && !exit) this.#differs('ended as exit, and nothing ended it')
    if (reason === 'exit' && exit && enrollment.endedMs !== exit.receivedMs)
      this.#differs(`ended as exit at ${enrollment.endedMs}, not as ${exit.name} came at ${exit.receivedMs}`)
    if (reason === 'stopped' && !journey.stop) this.#differs('ended as stopped, and nobody stopped it')
  }
}

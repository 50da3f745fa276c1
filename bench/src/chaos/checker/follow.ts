import { idleMs, wasDown } from './idle.ts'
import type { Call, Downtime, FileNode, Journey, StoredEnrollment, StoredEvent, StoredVisit } from './log.ts'
import { holds } from './rules.ts'
import { bodyOf, lengthMs, splitOutlet } from './words.ts'

/** What came of following one enrollment. */
export interface Followed {
  differences: string[]
  /** Moments at which the rules left two outcomes open. */
  open: number
  /** Every request that may have been made, by key. */
  touches: Map<string, { body: string; noLaterThanMs: number | undefined }>
  /** The longest time for which it was due while nothing was broken. */
  longestStallMs: number
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

const dayMs = 86_400_000
/** So long may what is due rest while nothing is broken: more is a difference, whatever moves it then. */
const stuckMs = 90_000
/** A step that has committed on its way takes the next wait up so much later, where nothing is broken. */
const takenUpMs = 3_000

/** Follows one enrollment through its journey file, from event to event, and compares every turn with what was recorded. */
export function follow(given: Case): Followed {
  return new Walk(given).go()
}

interface Place {
  node: FileNode
  nth: number
  arrivedMs: number
}

class Walk {
  readonly #given: Case
  readonly #nodes: Map<string, FileNode>
  readonly #entry: StoredEvent | undefined
  /** What she did after her entry that can still wake her. */
  readonly #heardable: StoredEvent[]
  readonly #exit: StoredEvent | undefined
  readonly #goal: StoredEvent | undefined
  readonly #followed: Followed = { differences: [], open: 0, touches: new Map(), longestStallMs: 0 }
  #hand: StoredEvent | undefined
  #heardNumber = 0
  #heardMs = 0

  constructor(given: Case) {
    this.#given = given
    const { enrollment, events, journey } = given
    const { nodes, settings } = journey.file
    this.#nodes = new Map(nodes.map((node) => [node.id, node]))
    const entry = events.find(({ messageId }) => messageId === enrollment.entryMessage)
    this.#entry = entry
    this.#hand = entry
    this.#heardNumber = entry?.number ?? 0
    this.#heardMs = entry?.atMs ?? 0
    this.#heardable = events.filter(
      ({ number, atMs, receivedMs }) => number > this.#heardNumber && receivedMs - atMs < dayMs,
    )
    const settled = (listened: { event: string; where?: Parameters<typeof holds>[0] }[]) =>
      this.#heardable.find(
        (event) =>
          event.atMs >= this.#heardMs &&
          listened.some(
            ({ event: name, where }) => name === event.name && (!where || (entry && holds(where, { event, entry }))),
          ),
      )
    this.#exit = settled(settings.exits ?? [])
    this.#goal = settled(settings.goal ? [settings.goal] : [])
  }

  go(): Followed {
    const { enrollment, journey } = this.#given
    const first = journey.file.nodes.find(({ type }) => type.startsWith('entry-'))
    if (!first || !this.#entry) {
      this.#differs(`entered by an event that is not there`)
      return this.#followed
    }
    if (enrollment.enteredMs !== this.#entry.receivedMs) this.#differs('entered at another time than its event came')
    if (enrollment.goalMs !== (this.#goal?.receivedMs ?? null))
      this.#differs(`its goal was noted at ${enrollment.goalMs} and not at ${this.#goal?.receivedMs}`)

    const most = journey.file.settings.maxVisitsPerDay ?? 1000
    let at: Place = { node: first, nth: 1, arrivedMs: enrollment.enteredMs }
    for (;;) {
      const visit: StoredVisit | undefined = enrollment.visits[at.nth - 1]
      if (!visit) {
        this.#stayed(at)
        return this.#followed
      }
      if (visit.nth !== at.nth || visit.node !== at.node.id || visit.arrivedMs !== at.arrivedMs) {
        this.#differs(
          `visit ${at.nth} is of ${visit.node} since ${visit.arrivedMs}, not of ${at.node.id} since ${at.arrivedMs}`,
        )
        return this.#followed
      }
      if (!this.#left(at, visit)) return this.#followed
      const next = this.#behind(visit)
      if (!next) return this.#over('completed', visit, at.nth)
      if (at.nth + 1 > most) return this.#over('runaway', visit, at.nth)
      at = { node: next, nth: at.nth + 1, arrivedMs: visit.leftMs }
    }
  }

  #behind(visit: StoredVisit): FileNode | undefined {
    const { edges } = this.#given.journey.file
    const edge = edges.find(({ from, outlet }) => from === visit.node && outlet === visit.outlet)
    return edge && this.#nodes.get(edge.to)
  }

  #differs(what: string): void {
    this.#followed.differences.push(what)
  }

  #over(reason: string, { leftMs }: StoredVisit, nth: number): Followed {
    const { enrollment } = this.#given
    if (enrollment.visits.length > nth) this.#differs(`went on after visit ${nth}, which led nowhere`)
    if (enrollment.reason !== reason)
      this.#differs(`ended as ${enrollment.reason}, not as ${reason}, after visit ${nth}`)
    else if (enrollment.endedMs !== leftMs) this.#differs(`ended at ${enrollment.endedMs}, not at ${leftMs}`)
    return this.#followed
  }

  /** Whether the visit went as it had to, and the enrollment goes on from it. */
  #left(at: Place, visit: StoredVisit): boolean {
    const { enrollment, journey } = this.#given
    const delivery = at.node.type === 'send-webhook'
    if (visit.outlet === null && at.node.type !== 'exit') {
      if (!delivery) this.#differs(`left ${visit.node} by no outlet`)
      else this.#brokenOff(at, visit)
      if (enrollment.visits.length > at.nth) this.#differs('went on after a touch that was broken off')
      return false
    }
    const exit = this.#exit
    if (exit && exit.receivedMs < visit.leftMs) {
      this.#differs(`left ${visit.node} by ${visit.outlet} after ${exit.name} (${exit.number}) had ended it`)
      return false
    }
    if (journey.stop && visit.leftMs > journey.stop.untilMs) {
      this.#differs(`left ${visit.node} by ${visit.outlet} after the journey was stopped`)
      return false
    }
    if (at.node.type === 'wait' || at.node.type === 'wait-for-event') return this.#waited(at, visit)
    const wanted = delivery ? this.#delivered(at, visit) : this.#decided(at, visit)
    if (exit?.receivedMs === visit.leftMs) this.#followed.open++
    if (wanted === visit.outlet) return true
    this.#differs(`left ${visit.node} (visit ${at.nth}) by ${visit.outlet}, not by ${wanted}`)
    return false
  }

  /** The event that takes a wait: the first, by the order in which they came, that a branch is drawn for. */
  #claimOf({ node, arrivedMs }: Place): { event: StoredEvent; branch: string } | undefined {
    const entry = this.#entry
    const dueMs = arrivedMs + lengthMs(node.config.duration ?? node.config.timeout ?? '')
    for (const event of this.#heardable) {
      if (event.number <= this.#heardNumber || event.atMs < this.#heardMs || event.atMs >= dueMs) continue
      const branch = node.config.branches?.find(
        ({ event: name, where }) => name === event.name && (!where || (entry && holds(where, { event, entry }))),
      )
      if (branch) return { event, branch: branch.id }
    }
    return undefined
  }

  #waited(at: Place, visit: StoredVisit): boolean {
    const { arrivedMs } = at
    const { leftMs, outlet } = visit
    const dueMs = arrivedMs + lengthMs(at.node.config.duration ?? at.node.config.timeout ?? '')
    const claim = this.#claimOf(at)
    const goal = this.#goal
    const byTime = outlet === (at.node.type === 'wait' ? 'next' : 'timed-out')
    const what = `left ${visit.node} (visit ${at.nth}) by ${outlet} at ${leftMs}`

    if (byTime) {
      if (leftMs < dueMs) return this.#no(`${what}, before it was due at ${dueMs}`)
      if (claim && claim.event.receivedMs < leftMs)
        return this.#no(`${what}, though ${claim.event.name} (${claim.event.number}) had come for ${claim.branch}`)
      if (claim?.event.receivedMs === leftMs) this.#followed.open++
    } else if (claim?.branch !== outlet || claim.event.receivedMs > leftMs)
      return this.#no(`${what}, which nothing that she did leads to: ${claim?.branch ?? 'timed-out'} was due`)

    // A goal ends a rest, unless what she waits for came first.
    const heardOnArrival = !byTime && claim !== undefined && claim.event.receivedMs <= arrivedMs
    const goalFirst =
      goal !== undefined &&
      !heardOnArrival &&
      (byTime || !claim ? goal.receivedMs < leftMs : goal.number < claim.event.number)
    if (goalFirst) {
      const untilMs = byTime ? dueMs : (claim?.event.receivedMs ?? leftMs)
      if (!this.#mayNotRestYet(arrivedMs, untilMs)) return this.#no(`${what}, though its goal had been reached before`)
      this.#followed.open++
    }
    const exit = this.#exit
    if (exit?.receivedMs === leftMs) {
      const told = !byTime && claim?.event.receivedMs === leftMs
      if (!told) this.#followed.open++
      else if (exit.number <= claim.event.number) return this.#no(`${what}, though ${exit.name} ended it first`)
    }

    this.#moved(byTime ? dueMs : Math.max(arrivedMs, claim?.event.receivedMs ?? 0), leftMs)
    if (byTime) this.#heardMs = Math.max(this.#heardMs, dueMs)
    else if (claim) {
      this.#hand = claim.event
      this.#heardNumber = claim.event.number
      this.#heardMs = claim.event.atMs
    }
    return true
  }

  #no(what: string): false {
    this.#differs(what)
    return false
  }

  /** Whether a step may have been cut in two before it came to rest here, so that it had not rested by then. */
  #mayNotRestYet(arrivedMs: number, untilMs: number): boolean {
    return untilMs - arrivedMs < takenUpMs || wasDown(arrivedMs - takenUpMs, untilMs, this.#given.downtimes)
  }

  #moved(dueMs: number, movedMs: number): void {
    const stallMs = idleMs(dueMs, movedMs, this.#given.downtimes)
    this.#followed.longestStallMs = Math.max(this.#followed.longestStallMs, stallMs)
    if (stallMs > stuckMs) this.#differs(`was due at ${dueMs} and moved only at ${movedMs}, while nothing was broken`)
  }

  #decided({ node }: Place, { leftMs }: StoredVisit): string | null {
    const { enrollment, journey, secret, events } = this.#given
    const [entry, hand] = [this.#entry, this.#hand]
    if (node.type === 'split') return splitOutlet(secret, journey.id, node, enrollment.customer)
    if (node.type === 'exit') return null
    if (node.type !== 'branch' || !entry || !hand) return 'next'
    const asOf = (before: (event: StoredEvent) => boolean): string => {
      const known = events.filter(before)
      const facts = {
        event: hand,
        entry,
        did: (name: string) => known.filter((event) => event.name === name).length,
        attributes: Object.assign(
          {},
          ...known.filter(({ name }) => name === 'identify').map(({ properties }) => properties),
        ),
      }
      return node.config.branches?.find(({ when }) => when && holds(when, facts))?.id ?? 'else'
    }
    const [last, visitOutlet] = [asOf(({ receivedMs }) => receivedMs <= leftMs), this.#outletAt(node, leftMs)]
    const earlier = asOf(({ receivedMs }) => receivedMs < leftMs)
    if (last === earlier) return last
    this.#followed.open++
    return visitOutlet === earlier ? earlier : last
  }

  #outletAt = ({ id }: FileNode, leftMs: number): string | null | undefined =>
    this.#given.enrollment.visits.find(({ node, leftMs: left }) => node === id && left === leftMs)?.outlet

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
    const [entry, hand] = [this.#entry, this.#hand]
    const body = entry && hand ? bodyOf(at.node, enrollment.customer, hand, entry) : ''
    const made = calls.get(key) ?? []
    this.#followed.touches.set(key, { body, noLaterThanMs })
    const touch = enrollment.touches.find(({ visit }) => visit === at.nth)
    if (touch && (touch.node !== at.node.id || touch.body !== body))
      this.#differs(`the touch of visit ${at.nth} holds «${touch.body}», not «${body}»`)
    return { refused: made.some(({ refused }) => refused), took: made.some(({ took }) => took) }
  }

  /** When an exit or a stop ended it, if one did: from and until. */
  #ending(): { fromMs: number; untilMs: number; reason: string } | undefined {
    const { enrollment, journey, acknowledged } = this.#given
    const exit = this.#exit
    if (enrollment.reason === 'exit' && exit)
      return { fromMs: exit.receivedMs, untilMs: acknowledged.get(exit.messageId) ?? exit.receivedMs, reason: 'exit' }
    if (enrollment.reason === 'stopped' && journey.stop) return { ...journey.stop, reason: 'stopped' }
    return undefined
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
    this.#endedBy(ending.reason)
  }

  /** It never left this place: something has to have ended it here. */
  #stayed(at: Place): void {
    const { enrollment, journey, downtimes } = this.#given
    const { reason, state, endedMs } = enrollment
    if (reason === null || endedMs === null) {
      this.#differs(`never ended: it is ${state} at ${at.node.id}`)
      return
    }
    if (reason !== 'exit' && reason !== 'goal' && reason !== 'stopped') {
      this.#differs(`ended as ${reason} at ${at.node.id}, where nothing ends so`)
      return
    }
    const rests = at.node.type === 'wait' || at.node.type === 'wait-for-event'
    const claim = rests ? this.#claimOf(at) : undefined
    const [goal, exit] = [this.#goal, this.#exit]
    const endMs = reason === 'stopped' ? (journey.stop?.fromMs ?? 0) : endedMs

    if (exit && reason !== 'exit') {
      if (exit.receivedMs < endMs)
        this.#differs(`ended as ${reason}, though ${exit.name} (${exit.number}) had come before`)
      else if (exit.receivedMs === endMs) this.#followed.open++
    }
    if (reason === 'goal') {
      if (!goal || !rests) {
        this.#differs(`ended as goal at ${at.node.id}, and there was none to reach`)
        return
      }
      const noted = goal.receivedMs <= at.arrivedMs
      const first = claim && (noted ? claim.event.receivedMs < at.arrivedMs : claim.event.number <= goal.number)
      if (first && !(noted && claim.event.receivedMs === at.arrivedMs))
        this.#differs(`ended as goal, though ${claim.event.name} (${claim.event.number}) took its wait first`)
      if (endedMs < goal.receivedMs) this.#differs('ended as goal before it was reached')
    } else if (goal && rests && goal.receivedMs < endMs && !(claim && claim.event.number <= goal.number)) {
      // It would have ended it as soon as it rested.
      if (idleMs(Math.max(goal.receivedMs, at.arrivedMs), endMs, downtimes) > takenUpMs)
        this.#differs(`ended as ${reason}, though its goal (${goal.number}) had come before`)
      else this.#followed.open++
    }
    if (reason !== 'goal') this.#endedBy(reason)

    if (rests) {
      const dueMs = at.arrivedMs + lengthMs(at.node.config.duration ?? at.node.config.timeout ?? '')
      const claimedMs = claim ? Math.max(claim.event.receivedMs, at.arrivedMs) : Number.POSITIVE_INFINITY
      if (Math.min(dueMs, claimedMs) < endMs) this.#moved(Math.min(dueMs, claimedMs), endMs)
    } else this.#moved(at.arrivedMs, endMs)
    if (at.node.type === 'send-webhook' && this.#given.calls.has(`${enrollment.id}.${at.nth}`))
      this.#differs(`visit ${at.nth} asked the sink, and was never recorded`)
  }

  #endedBy(reason: string): void {
    const { enrollment, journey } = this.#given
    if (reason === 'exit') {
      if (!this.#exit) this.#differs('ended as exit, and nothing ended it')
      else if (enrollment.endedMs !== this.#exit.receivedMs)
        this.#differs(
          `ended as exit at ${enrollment.endedMs}, not as ${this.#exit.name} came at ${this.#exit.receivedMs}`,
        )
    }
    if (reason === 'stopped' && !journey.stop) this.#differs('ended as stopped, and nobody stopped it')
  }
}

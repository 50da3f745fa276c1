import type { Engine } from '../engine.ts'
import { isAway } from '../storage/away.ts'
import type { Incoming } from './incoming.ts'
import { IdsMoved, idsOf } from './resolve.ts'
import { type Outcome, takeEach } from './take-messages.ts'

/** As many as a batch may hold. */
const mostTogether = 2_000
/** Transactions of a workspace under way. */
const mostAtOnce = 4
/**
 * So many messages that wait are worth one beside the one under way: this process works at one while Postgres works at the other.
 * Measured with 8 clients: batches of 100 at 1.18 times the rate of one at a time, while a second that begins with few
 * takes less than one alone.
 */
const enoughBeside = 500
/** Whom a transaction keeps waiting longer, because it waits for somebody's lock itself, gets one beside it. Milliseconds. */
const patienceMs = 50

/** What one request brought: one message, or a batch. */
interface Waiting {
  messages: readonly Incoming[]
  /** The ids that it speaks of, and those whose customers it changes. */
  slots: ReadonlySet<string>
  changing: ReadonlySet<string>
  resolve(outcomes: Outcome[]): void
  reject(error: unknown): void
}

/** A workspace's requests that wait, in the order they came, and whom those under way are about. */
interface Lane {
  waiting: Waiting[]
  /** How many messages they are. */
  size: number
  under: Set<string>[]
  /** When the last of them began. */
  beganMs: number
}

/**
 * Takes messages, of each workspace as many together as have come while others were being taken: when little comes nobody
 * waits, and when much comes a transaction costs many requests what it costs one.
 */
export class Together {
  readonly #engine: Engine
  /** By workspace, as long as something of it is under way. */
  readonly #lanes = new Map<number, Lane>()

  constructor(engine: Engine) {
    this.#engine = engine
  }

  /**
   * Takes what one request brought, after what came before it of the same ids. Durable when it resolves, with what came of each
   * message; rejects where none was taken.
   */
  take(workspace: number, messages: readonly Incoming[]): Promise<Outcome[]> {
    return new Promise((resolve, reject) => {
      const lane = this.#lanes.get(workspace) ?? { waiting: [], size: 0, under: [], beganMs: 0 }
      this.#lanes.set(workspace, lane)
      const slots = new Set(slotsOf(messages))
      const changing = new Set(slotsOf(messages.filter(changes)))
      lane.waiting.push({ messages, slots, changing, resolve, reject })
      lane.size += messages.length
      const isMuch = lane.under.length < 2 && lane.size >= enoughBeside
      const isStuck = lane.under.length < mostAtOnce && performance.now() - lane.beganMs > patienceMs
      if (lane.under.length === 0 || isMuch || isStuck) void this.#work(workspace, lane)
    })
  }

  async #work(workspace: number, lane: Lane): Promise<void> {
    for (let group = nextGroup(lane); group.length > 0; group = nextGroup(lane)) {
      const slots = new Set(group.flatMap((one) => [...one.slots]))
      lane.under.push(slots)
      lane.beganMs = performance.now()
      await this.#takeAll(workspace, group)
      lane.under.splice(lane.under.indexOf(slots), 1)
    }
    if (lane.under.length === 0 && lane.waiting.length === 0) this.#lanes.delete(workspace)
  }

  async #takeAll(workspace: number, group: Waiting[]): Promise<void> {
    try {
      const messages = group.flatMap((one) => one.messages)
      const outcomes = await takeEach(this.#engine, workspace, messages, { silent: false })
      for (const one of group) one.resolve(outcomes.splice(0, one.messages.length))
    } catch (error) {
      // What one of them brought about is not the others' fault: each is tried alone, unless nobody could be taken now.
      if (group.length > 1 && !isAway(error) && !(error instanceof IdsMoved))
        for (const one of group) await this.#takeAll(workspace, [one])
      else for (const { reject } of group) reject(error)
    }
  }
}

/**
 * Takes out of those that wait whoever need not wait for an earlier request of the same ids, under way or left waiting. In a
 * transaction what changes a customer applies before her other messages: a request that changes one of whom an earlier one
 * speaks waits for the next transaction, so that each is judged as it would have been alone.
 */
function nextGroup(lane: Lane): Waiting[] {
  const group: Waiting[] = []
  const left: Waiting[] = []
  const behind = new Set(lane.under.flatMap((slots) => [...slots]))
  const spokenOf = new Set<string>()
  let size = 0
  for (const one of lane.waiting) {
    const isFull = size > 0 && size + one.messages.length > mostTogether
    const mustWait = isFull || meets(one.slots, behind) || meets(one.changing, spokenOf)
    if (mustWait) left.push(one)
    else {
      group.push(one)
      size += one.messages.length
    }
    for (const slot of one.slots) (mustWait ? behind : spokenOf).add(slot)
  }
  lane.waiting = left
  lane.size -= size
  return group
}

const meets = (some: ReadonlySet<string>, others: ReadonlySet<string>): boolean => {
  if (others.size > 0) for (const one of some) if (others.has(one)) return true
  return false
}

const changes = ({ attributes, fill }: Incoming): boolean =>
  Object.keys(attributes).length > 0 || Object.keys(fill).length > 0

function slotsOf(messages: readonly Incoming[]): string[] {
  const { kinds, values } = idsOf(messages)
  return values.map((value, nth) => `${kinds[nth]}:${value}`)
}

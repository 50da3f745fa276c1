import type { Engine } from '../engine.ts'
import { isAway } from '../storage/away.ts'
import type { Incoming } from './incoming.ts'
import { IdsMoved, idsOf } from './resolve.ts'
import { type Outcome, takeEach } from './take-messages.ts'

/** As many as a batch may hold. */
const mostTogether = 2_000
/** Transactions of a workspace under way. Measured with 8 clients: one takes half as many messages again as four, which are smaller. */
const mostAtOnce = 4
/** Whom a transaction keeps waiting longer, because it waits for somebody's lock itself, gets one beside it. Milliseconds. */
const patienceMs = 50

interface Waiting {
  message: Incoming
  resolve(outcome: Outcome): void
  reject(error: unknown): void
}

/** A workspace's messages that wait, in the order they came, and whom those under way are about. */
interface Lane {
  waiting: Waiting[]
  under: Set<string>[]
  /** When the last of them began. */
  beganMs: number
}

/**
 * Takes messages that come one by one, of each workspace as many together as have come while others were being taken: when
 * little comes nobody waits, and when much comes a transaction costs many messages what it costs one.
 */
export class Together {
  readonly #engine: Engine
  /** By workspace, as long as something of it is under way. */
  readonly #lanes = new Map<number, Lane>()

  constructor(engine: Engine) {
    this.#engine = engine
  }

  /** Takes one message, after those of the same ids that came before it. Durable when it resolves; rejects where it was not taken. */
  take(workspace: number, message: Incoming): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      const lane = this.#lanes.get(workspace) ?? { waiting: [], under: [], beganMs: 0 }
      this.#lanes.set(workspace, lane)
      lane.waiting.push({ message, resolve, reject })
      const isStuck = lane.under.length < mostAtOnce && performance.now() - lane.beganMs > patienceMs
      if (lane.under.length === 0 || isStuck) void this.#work(workspace, lane)
    })
  }

  async #work(workspace: number, lane: Lane): Promise<void> {
    for (let group = nextGroup(lane); group.length > 0; group = nextGroup(lane)) {
      const slots = new Set(group.flatMap(slotsOf))
      lane.under.push(slots)
      lane.beganMs = performance.now()
      await this.#takeAll(workspace, group)
      lane.under.splice(lane.under.indexOf(slots), 1)
    }
    if (lane.under.length === 0 && lane.waiting.length === 0) this.#lanes.delete(workspace)
  }

  async #takeAll(workspace: number, group: Waiting[]): Promise<void> {
    try {
      const messages = group.map(({ message }) => message)
      const outcomes = await takeEach(this.#engine, workspace, messages, { silent: false })
      for (const [nth, outcome] of outcomes.entries()) group[nth]?.resolve(outcome)
    } catch (error) {
      // What one of them brought about is not the others' fault: each is tried alone, unless nobody could be taken now.
      if (group.length > 1 && !isAway(error) && !(error instanceof IdsMoved))
        for (const one of group) await this.#takeAll(workspace, [one])
      else for (const { reject } of group) reject(error)
    }
  }
}

/**
 * Takes out of those that wait whoever need not wait for an earlier message of the same ids, under way or left waiting. In a
 * batch what changes a customer applies before her other messages: one that came behind a message of hers waits for the next
 * transaction, so that each is judged as it would have been alone.
 */
function nextGroup(lane: Lane): Waiting[] {
  const group: Waiting[] = []
  const left: Waiting[] = []
  const behind = new Set(lane.under.flatMap((slots) => [...slots]))
  const spokenOf = new Set<string>()
  for (const one of lane.waiting) {
    const slots = slotsOf(one)
    const { attributes, fill } = one.message
    const changes = Object.keys(attributes).length > 0 || Object.keys(fill).length > 0
    const mustWait = slots.some((slot) => behind.has(slot) || (changes && spokenOf.has(slot)))
    if (mustWait || group.length === mostTogether) left.push(one)
    else group.push(one)
    for (const slot of slots) (group.at(-1) === one ? spokenOf : behind).add(slot)
  }
  lane.waiting = left
  return group
}

function slotsOf({ message }: Waiting): string[] {
  const { kinds, values } = idsOf([message])
  return values.map((value, nth) => `${kinds[nth]}:${value}`)
}

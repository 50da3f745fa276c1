import type { Engine } from '../engine.ts'
import { isAway } from '../storage/away.ts'
import type { Incoming } from './incoming.ts'
import { IdsMoved, idsOf } from './resolve.ts'
import { type Outcome, takeEach } from './take-messages.ts'

/** As many as a batch may hold. */
const mostTogether = 2_000

interface Waiting {
  message: Incoming
  resolve(outcome: Outcome): void
  reject(error: unknown): void
}

/**
 * Takes messages that come one by one, of each workspace as many together as have come while the last ones were being
 * taken: when little comes nobody waits, and when much comes a transaction costs many messages what it costs one.
 */
export class Together {
  readonly #engine: Engine
  /** By workspace; a workspace is in here as long as somebody takes its messages. */
  readonly #waiting = new Map<number, Waiting[]>()

  constructor(engine: Engine) {
    this.#engine = engine
  }

  /** Takes one message, after those that came before it. Durable when it resolves; rejects where it was not taken. */
  take(workspace: number, message: Incoming): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      const waiting = this.#waiting.get(workspace)
      if (waiting) waiting.push({ message, resolve, reject })
      else {
        this.#waiting.set(workspace, [{ message, resolve, reject }])
        void this.#work(workspace)
      }
    })
  }

  async #work(workspace: number): Promise<void> {
    for (let waiting = this.#waiting.get(workspace); waiting?.length; waiting = this.#waiting.get(workspace))
      await this.#takeAll(workspace, waiting.splice(0, howMany(waiting)))
    this.#waiting.delete(workspace)
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
 * How many of those who wait may go together. In a batch what changes a customer applies before her other messages: one that
 * came behind a message of hers waits for the next transaction, so that each is judged as it would have been alone.
 */
function howMany(waiting: readonly Waiting[]): number {
  const spokenOf = new Set<string>()
  for (const [nth, { message }] of waiting.entries()) {
    const ids = idsOf([message])
    const slots = ids.values.map((value, of) => `${ids.kinds[of]}:${value}`)
    const changes = Object.keys(message.attributes).length > 0 || Object.keys(message.fill).length > 0
    if (nth === mostTogether || (changes && slots.some((slot) => spokenOf.has(slot)))) return nth
    for (const slot of slots) spokenOf.add(slot)
  }
  return waiting.length
}

import type { FileNode, JourneyFile, Rule, StoredEvent } from './log.ts'
import { holds } from './rules.ts'
import { lengthMs } from './words.ts'

const dayMs = 86_400_000

/** An event that takes a wait, and by which branch. */
export interface Claim {
  event: StoredEvent
  branch: string
}

/** What one enrollment hears of what its customer does: its entry, its goal, its exit, and what takes its waits. */
export class Heard {
  readonly entry: StoredEvent
  /** The first event that ends it, whatever it does. */
  readonly exit: StoredEvent | undefined
  /** The first event that reaches its goal. */
  readonly goal: StoredEvent | undefined
  /** The event at hand: the entry, until another ends a wait. */
  hand: StoredEvent
  readonly #heardable: readonly StoredEvent[]
  #number: number
  #ms: number

  constructor({ settings }: JourneyFile, entry: StoredEvent, events: readonly StoredEvent[]) {
    this.entry = entry
    this.hand = entry
    this.#number = entry.number
    this.#ms = entry.atMs
    // What came a day late counts, and wakes nobody.
    this.#heardable = events.filter(
      ({ number, atMs, receivedMs }) => number > entry.number && receivedMs - atMs < dayMs,
    )
    const first = (listened: readonly { event: string; where?: Rule }[]): StoredEvent | undefined =>
      this.#heardable.find(
        (event) => event.atMs >= entry.atMs && listened.some(({ event: name, where }) => this.#is(event, name, where)),
      )
    this.exit = first(settings.exits ?? [])
    this.goal = first(settings.goal ? [settings.goal] : [])
  }

  #is = (event: StoredEvent, name: string | undefined, where: Rule | undefined): boolean =>
    event.name === name && (!where || holds(where, { event, entry: this.entry }))

  /** When a wait that began then is over. */
  dueMs = ({ config }: FileNode, arrivedMs: number): number =>
    arrivedMs + lengthMs(config.duration ?? config.timeout ?? '')

  /** The event that takes a wait: the first, by the order in which they came, that a branch is drawn for. */
  claimOf(node: FileNode, arrivedMs: number): Claim | undefined {
    const dueMs = this.dueMs(node, arrivedMs)
    for (const event of this.#heardable) {
      if (event.number <= this.#number || event.atMs < this.#ms || event.atMs >= dueMs) continue
      const branch = node.config.branches?.find(({ event: name, where }) => this.#is(event, name, where))
      if (branch) return { event, branch: branch.id }
    }
    return undefined
  }

  /** An event has ended a wait: the next one listens to what came after it. */
  hear(event: StoredEvent): void {
    this.hand = event
    this.#number = event.number
    this.#ms = event.atMs
  }

  /** Time has ended a wait: what had happened before does not wake the next one. */
  passed(dueMs: number): void {
    this.#ms = Math.max(this.#ms, dueMs)
  }
}

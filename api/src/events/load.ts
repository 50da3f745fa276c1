import { Problem } from '../problems.ts'

/** What may be under way at once in this process. */
export interface Bounds {
  requests: number
  /** Of bodies, unpacked. */
  bytes: number
  /** Where the first of many has been under way for so long, the next would wait longer still. */
  waitMs: number
}

/**
 * What waits longer than a few seconds only fills memory until its client gives up and sends it again. Sixteen of the largest
 * batches, or a thousand clients with a message each, are some seconds of work on two slow cores.
 */
const defaultBounds: Bounds = { requests: 1_000, bytes: 8_000_000, waitMs: 3_000 }

/** So few do not wait for each other: each has a connection to Postgres. One of them that takes long holds up nobody. */
const few = 20
/** Who is sent away comes back after one to three seconds: not all at once. */
const retryWithinSeconds = 3

/**
 * Bounds what is being taken, whoever sends it: beyond capacity events are refused at once, and nothing that was taken is lost.
 * A body counts once it has been read and its key has opened: who only begins to send takes nobody's room.
 */
export class Load {
  readonly #bounds: Bounds
  /** In the order they came. */
  readonly #under = new Set<{ bytes: number; sinceMs: number }>()
  #bytes = 0

  constructor(bounds: Bounds = defaultBounds) {
    this.#bounds = bounds
  }

  /** Throws `overloaded` where there is no room: asked before a body is read, as saying no must be cheap. */
  refuseBeyond(bytes = 0): void {
    const { requests, bytes: most, waitMs } = this.#bounds
    const [first] = this.#under
    if (!first) return
    const isSlow = this.#under.size > few && performance.now() - first.sinceMs > waitMs
    if (isSlow || this.#under.size >= requests || this.#bytes + bytes > most)
      throw new Problem('overloaded', [], 1 + Math.floor(Math.random() * retryWithinSeconds))
  }

  /** Does the work of a request of so many bytes, or throws `overloaded`. Whoever is alone has room. */
  async under<T>(bytes: number, work: () => Promise<T>): Promise<T> {
    this.refuseBeyond(bytes)
    const mine = { bytes, sinceMs: performance.now() }
    this.#under.add(mine)
    this.#bytes += bytes
    try {
      return await work()
    } finally {
      this.#under.delete(mine)
      this.#bytes -= bytes
    }
  }
}

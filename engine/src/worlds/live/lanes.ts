/** A place for one call to a provider, or when there may be one again: milliseconds from now. */
export type Lane = { free: true; give(): void } | { free: false; inMs: number }

export interface LaneLimits {
  /** Calls at once, to whomever. */
  inAll: number
  /** Calls at once to one destination. */
  each: number
}

interface Destination {
  calls: number
  /** How long the last call took. */
  tookMs: number
  /** When the next of those who found no place may come. */
  nextMs: number
}

const firstGuessMs = 1_000
const leastWaitMs = 250
const mostRemembered = 10_000

/**
 * Calls to providers that go on at once. One destination never has them all, so that one that hangs stops nobody else. Who
 * finds its lanes full is given a time of his own, at the pace at which calls have ended, so that all do not come back at once.
 */
export class Lanes {
  readonly #limits: LaneLimits
  readonly #now: () => number
  readonly #destinations = new Map<string, Destination>()
  #calls = 0

  constructor(limits: LaneLimits, now: () => number = Date.now) {
    this.#limits = limits
    this.#now = now
  }

  take(name: string): Lane {
    const to = this.#destination(name)
    const { inAll, each } = this.#limits
    const nowMs = this.#now()
    if (to.calls >= each || this.#calls >= inAll) {
      to.nextMs = Math.max(to.nextMs, nowMs + leastWaitMs) + to.tookMs / each
      return { free: false, inMs: Math.ceil(to.nextMs - nowMs) }
    }
    to.calls++
    this.#calls++
    let given = false
    return {
      free: true,
      give: () => {
        if (given) return
        given = true
        to.calls--
        this.#calls--
        to.tookMs = this.#now() - nowMs
      },
    }
  }

  #destination(name: string): Destination {
    const known = this.#destinations.get(name)
    if (known) return known
    if (this.#destinations.size >= mostRemembered)
      for (const [idle, { calls, nextMs }] of this.#destinations)
        if (calls === 0 && nextMs < this.#now()) this.#destinations.delete(idle)
    const fresh: Destination = { calls: 0, tookMs: firstGuessMs, nextMs: 0 }
    this.#destinations.set(name, fresh)
    return fresh
  }
}

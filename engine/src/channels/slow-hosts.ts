const slowForMs = 60_000
const mostHosts = 1_000

/** Which hosts were slow in the last minute, as far as this process has seen. */
export class SlowHosts {
  readonly #until = new Map<string, number>()
  readonly #now: () => number

  constructor(now: () => number = Date.now) {
    this.#now = now
  }

  add(host: string): void {
    // Re-inserted, so that the first of the map is the one that was slow the longest ago.
    this.#until.delete(host)
    this.#until.set(host, this.#now() + slowForMs)
    for (const [oldest] of this.#until) {
      if (this.#until.size <= mostHosts) break
      this.#until.delete(oldest)
    }
  }

  has(host: string): boolean {
    const untilMs = this.#until.get(host)
    if (untilMs === undefined) return false
    if (untilMs > this.#now()) return true
    this.#until.delete(host)
    return false
  }
}

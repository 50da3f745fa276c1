import { isIPv6 } from 'node:net'
import type { Request } from 'express'
import { Problem } from '../problems.ts'

/** Wrong keys, links and sessions that one address may try in a minute. */
const mostFailures = 100
const windowMs = 60_000
/** What opened so lately is looked up whatever else its address tries: others behind it harm nobody who has a key. */
const trustedMs = 3_600_000
const mostRemembered = 10_000

/**
 * Bounds what an address may try. Keys are too long to be guessed; this keeps who tries from costing a look-up each time.
 * Each process counts for itself.
 */
export class Attempts {
  readonly #failures = new Map<string, { n: number; untilMs: number }>()
  readonly #opened = new Map<string, number>()

  /**
   * Looks up what a key, link or cookie opens. `name` stands for it, and is no secret. Throws `too-many-attempts` where the
   * address has failed too often and this did not open anything lately.
   */
  async open<T>(request: Request, name: string, look: () => Promise<T | undefined>): Promise<T | undefined> {
    const nowMs = Date.now()
    const address = networkOf(request.ip ?? '')
    const failed = this.#failures.get(address)
    const isOver = failed !== undefined && failed.untilMs > nowMs && failed.n >= mostFailures
    if (isOver && (this.#opened.get(name) ?? 0) < nowMs)
      throw new Problem('too-many-attempts', [], Math.ceil((failed.untilMs - nowMs) / 1000))
    const found = await look()
    if (found !== undefined) remember(this.#opened, name, nowMs + trustedMs)
    else if (failed && failed.untilMs > nowMs) failed.n += 1
    else remember(this.#failures, address, { n: 1, untilMs: nowMs + windowMs })
    return found
  }
}

function remember<V>(map: Map<string, V>, key: string, value: V): void {
  if (map.size >= mostRemembered && !map.has(key)) map.clear()
  map.set(key, value)
}

/** Whoever has one address of IPv6 has all of its /64. */
const networkOf = (address: string): string =>
  isIPv6(address) && !address.includes('.') ? expanded(address).slice(0, 4).join(':') : address

/** The eight groups of an address of IPv6. */
function expanded(address: string): string[] {
  const [head = '', tail] = address.split('::')
  const groups = (part: string): string[] => (part === '' ? [] : part.split(':'))
  if (tail === undefined) return groups(head)
  const [before, after] = [groups(head), groups(tail)]
  return [...before, ...Array.from({ length: 8 - before.length - after.length }, () => '0'), ...after]
}

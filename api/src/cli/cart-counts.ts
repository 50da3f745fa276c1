import type { FileEvent } from './event-file.ts'

/** What the cart-recovery journey must have counted. */
export interface CartCounts {
  entered: number
  bought: number
  timedOut: number
  desktop: number
  otherPlatform: number
}

/** Counts of a file, and how many moments in it are too close to a limit to say which side they fall on. */
export interface Expected {
  counts: CartCounts
  close: number
}

/**
 * Counts straight from a file's events, in order: a customer who adds to a cart is in until she purchases, or until
 * `limitMs` later; while she is in, adding again means nothing. `toleranceMs` either side of a limit is too close to call.
 */
export function countCarts(events: readonly FileEvent[], limitMs: number, toleranceMs: number): Expected {
  const counts: CartCounts = { entered: 0, bought: 0, timedOut: 0, desktop: 0, otherPlatform: 0 }
  const inside = new Map<string, FileEvent>()
  let close = 0

  const timeOut = (entry: FileEvent) => {
    counts.timedOut += 1
    if (entry.properties.platform === 'desktop') counts.desktop += 1
    else counts.otherPlatform += 1
  }
  for (const event of events) {
    const relevant = event.event === 'add_to_cart' || event.event === 'purchase'
    if (!relevant) continue
    const entry = inside.get(event.user)
    if (entry && Math.abs(event.atMs - entry.atMs - limitMs) <= toleranceMs) close += 1
    if (entry && event.atMs >= entry.atMs + limitMs) {
      timeOut(entry)
      inside.delete(event.user)
    }
    if (event.event === 'purchase' && inside.delete(event.user)) counts.bought += 1
    if (event.event === 'add_to_cart' && !inside.has(event.user)) {
      counts.entered += 1
      inside.set(event.user, event)
    }
  }
  for (const entry of inside.values()) timeOut(entry)
  return { counts, close }
}

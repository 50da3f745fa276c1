import type { Downtime } from './log.ts'

/** How long of this span nothing was broken, in one piece: the longest such piece, in milliseconds. */
export function idleMs(fromMs: number, untilMs: number, downtimes: readonly Downtime[]): number {
  let longest = 0
  let at = fromMs
  for (const down of downtimes) {
    if (down.untilMs <= at) continue
    if (down.fromMs >= untilMs) break
    longest = Math.max(longest, down.fromMs - at)
    at = Math.max(at, down.untilMs)
  }
  return Math.max(longest, untilMs - at)
}

/** Whether anything was broken at some time of this span. */
export const wasDown = (fromMs: number, untilMs: number, downtimes: readonly Downtime[]): boolean =>
  downtimes.some((down) => down.fromMs < untilMs && down.untilMs > fromMs)

import type { Downtime } from './log.ts'

/** How long of this span nothing was broken, in milliseconds. `downtimes` by the time they began. */
export function idleMs(fromMs: number, untilMs: number, downtimes: readonly Downtime[]): number {
  let idle = 0
  let at = fromMs
  for (const down of downtimes) {
    if (down.untilMs <= at) continue
    if (down.fromMs >= untilMs) break
    idle += Math.max(0, down.fromMs - at)
    at = down.untilMs
  }
  return idle + Math.max(0, untilMs - at)
}

/** Whether anything was broken at some time of this span. */
export const wasDown = (fromMs: number, untilMs: number, downtimes: readonly Downtime[]): boolean =>
  downtimes.some((down) => down.fromMs < untilMs && down.untilMs > fromMs)

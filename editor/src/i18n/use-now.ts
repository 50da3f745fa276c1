import { useSyncExternalStore } from 'react'
import { now } from './now.ts'

const tickMs = 10_000
const listeners = new Set<() => void>()
let at = now()
let clock: ReturnType<typeof setInterval> | undefined

const tick = () => {
  at = now()
  for (const hear of listeners) hear()
}

function subscribe(hear: () => void): () => void {
  if (listeners.size === 0) {
    at = now()
    clock = setInterval(tick, tickMs)
  }
  listeners.add(hear)
  return () => {
    listeners.delete(hear)
    if (listeners.size === 0) clearInterval(clock)
  }
}

/** What time it is, told again every ten seconds: one clock for all who look at it. */
export const useNow = (): number => useSyncExternalStore(subscribe, () => at)

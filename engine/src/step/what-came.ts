import type { Wake } from '@wend/nodes/sdk/define-node'
import type { Attempt } from '../channels/channel.ts'

/** When a delivery is tried, counted from the failure before: 0, 1, 5, 25 s, 2, 10, 60 min. */
const delaysMs = [0, 1_000, 5_000, 25_000, 120_000, 600_000, 3_600_000]
const mostWaitMs = 3_600_000

/** What follows from one attempt. */
export type Following =
  | { kind: 'again'; delayMs: number; reason: string }
  | { kind: 'done'; state: 'delivered' | 'failed' | 'in-doubt'; wake: Wake }

/**
 * Decides what follows from an attempt: its number counts from 1. What may or may not have arrived is repeated where the
 * other side honours keys; elsewhere the customer goes on, and the operator sees it in doubt.
 */
export function whatCame(came: Attempt, attempt: number, honoursKeys: boolean, chance: number): Following {
  if (came.came === 'delivered')
    return { kind: 'done', state: 'delivered', wake: { by: 'delivered', answer: came.answer } }
  if (came.came === 'failed') return { kind: 'done', state: 'failed', wake: { by: 'failed', reason: came.reason } }
  if (came.came === 'in-doubt' && !honoursKeys)
    return { kind: 'done', state: 'in-doubt', wake: { by: 'delivered', reason: came.reason } }
  const delayMs = retryDelayMs(attempt, chance, came.came === 'later' ? came.retryAfterMs : undefined)
  if (delayMs === undefined) return { kind: 'done', state: 'failed', wake: { by: 'failed', reason: came.reason } }
  return { kind: 'again', delayMs, reason: came.reason }
}

/**
 * How long to wait after this many attempts; undefined: give up. ± 20 % by `chance` in [0, 1), so that many failures at once
 * do not come back at once. What the other side asks for is obeyed up to an hour.
 */
function retryDelayMs(attempts: number, chance: number, askedMs = 0): number | undefined {
  const base = delaysMs[attempts]
  if (base === undefined) return undefined
  return Math.max(Math.round(base * (0.8 + 0.4 * chance)), Math.min(askedMs, mostWaitMs))
}

import type { Message } from '@wend/nodes/sdk/define-node'
import type { EndReason, Enrollment } from './enrollment.ts'
import { arrived, type Came, over, woken } from './world.ts'

/** The touch of the visit at hand, as far as a step must know it. */
export interface TouchAtHand {
  channel: Message['channel']
  state: 'sending' | 'retrying' | 'delivered' | 'failed' | 'blocked' | 'in-doubt'
  reason: string | null
  attempts: number
  leaseMs: number | null
  /** One of its attempts may have arrived. */
  inDoubt: boolean
}

export interface Standing {
  enrollment: Enrollment
  /** Over by its journey's stop or discard, whatever its row says. */
  cut: EndReason | null
  paused: boolean
  touch: TouchAtHand | null
  nowMs: number
}

/** What a step finds to do. */
export type Due =
  | { kind: 'go'; came: Came }
  /** Ends for this reason; a touch that was still to go is given up. */
  | { kind: 'end'; reason: EndReason }
  /** The touch at hand wants another attempt. */
  | { kind: 'attempt' }
  /** An attempt was lost in a crash: it may or may not have arrived. */
  | { kind: 'lost' }

const go = (came: Came): Due => ({ kind: 'go', came })
const rest = (untilMs: number): Due => go(over({ kind: 'rest', untilMs }))

/** Says what is due from what stands in Postgres; the caller's reason for asking does not matter. */
export function whatIsDue({ enrollment, cut, paused, touch, nowMs }: Standing): Due {
  const underWay = touch?.state === 'sending' && (touch.leaseMs ?? 0) > nowMs
  const unfinished = touch?.state === 'sending' || touch?.state === 'retrying'
  const ending = enrollment.reason ?? cut
  if (ending) {
    // Whoever makes the delivery brings it to its outcome; if he died, it is given up here.
    if (underWay) return rest(touch.leaseMs ?? nowMs)
    return enrollment.state === 'ended' && !unfinished ? go(over({ kind: 'end' })) : { kind: 'end', reason: ending }
  }

  switch (enrollment.state) {
    case 'ended':
      return go(over({ kind: 'end' }))
    case 'ready':
      return go(arrived)
    case 'waiting':
      if (enrollment.claim) return go(woken({ by: enrollment.claim.branch, event: enrollment.claim.event }))
      return enrollment.dueMs <= nowMs ? go(woken({ by: 'time' })) : rest(enrollment.dueMs)
    case 'delivering':
      if (underWay) return rest(touch.leaseMs ?? nowMs)
      if (touch?.state === 'sending') return { kind: 'lost' }
      return enrollment.dueMs <= nowMs ? { kind: 'attempt' } : rest(enrollment.dueMs)
    case 'held':
      // Past the pause's limit the node is entered again, and what it asks for is blocked.
      if (enrollment.goalMs !== null) return { kind: 'end', reason: 'goal' }
      if (paused && enrollment.dueMs > nowMs) return rest(enrollment.dueMs)
      if (touch?.state === 'sending') return { kind: 'lost' }
      return unfinished ? { kind: 'attempt' } : go(arrived)
  }
}

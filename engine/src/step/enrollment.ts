import type { Occurrence } from '@wend/nodes/sdk/define-node'

export type EndReason =
  | 'completed'
  | 'goal'
  | 'exit'
  | 'stopped'
  | 'discarded'
  | 'merged'
  | 'node-removed'
  | 'runaway'
  | 'erased'

/** What ended a wait: the watch's claim. */
export interface Claim {
  branch: string
  /** The event's number. */
  number: number
  event: Occurrence
}

/** One customer's run through one journey. Instants are milliseconds since 1970, by Postgres's clock. */
export interface Enrollment {
  id: string
  journey: string
  version: number
  /** The plan's hash, hex. */
  plan: string
  epoch: number
  customer: number
  entryKey: string
  exclusive: boolean
  entry: Occurrence
  /** The event at hand, where another than the entry has ended a wait. */
  hand: Occurrence | null
  hops: number
  state: 'ready' | 'waiting' | 'delivering' | 'held' | 'ended'
  reason: EndReason | null
  note: string | null
  node: string
  visit: number
  arrivedMs: number
  dueMs: number
  claim: Claim | null
  heardNumber: number
  heardMs: number
  goalMs: number | null
  dayMs: number
  dayVisit: number
  enteredMs: number
  endedMs: number | null
}

/** One visit, as its node was left. */
export interface Visit {
  enrollment: string
  nth: number
  journey: string
  customer: number
  node: string
  outlet: string | null
  state: 'passed' | 'failed' | 'blocked'
  reason: string | null
  arrivedMs: number
  leftMs: number
  seen: Record<string, unknown> | null
}

/** Who waits for which event of which customer. */
export interface Watch {
  customer: number
  event: string
  enrollment: string
  kind: 'wait' | 'goal' | 'exit'
  visit: number
  nth: number
  branch: string | null
  condition: unknown
  expiresMs: number | null
}

/** The visit's key: keys every effect of it. */
export const visitKey = (enrollment: Pick<Enrollment, 'id' | 'visit'>): string => `${enrollment.id}.${enrollment.visit}`

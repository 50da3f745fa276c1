import type { Plan } from '../journey/plan.ts'
import type { EndReason, Enrollment, Visit } from './enrollment.ts'

const dayMs = 86_400_000
/** Visits that an enrollment may begin in 24 hours, unless its journey says otherwise. */
const defaultVisitsPerDay = 1000

/** Where an enrollment stands while a step moves it, and the visits it has made since the last commit. */
export interface Progress {
  at: Enrollment
  visits: Visit[]
}

/** How a visit went, besides the outlet. */
export interface Leaving {
  outlet: string | null
  state: Visit['state']
  reason?: string | null | undefined
  seen?: Record<string, unknown>
}

/** Where an outlet leads: an effect that failed or was blocked goes on by `next` where its own outlet is not drawn. */
function edgeOf(plan: Plan, node: string, outlet: string): { outlet: string; to: string } | undefined {
  const edges = plan.nodes[node]?.edges ?? {}
  const taken = Object.hasOwn(edges, outlet) || (outlet !== 'failed' && outlet !== 'blocked') ? outlet : 'next'
  const to = Object.hasOwn(edges, taken) ? edges[taken] : undefined
  return to === undefined ? undefined : { outlet: taken, to }
}

/** Leaves the node at hand: for the next one, or ends the enrollment where the outlet has no edge. */
export function leaveNode(plan: Plan, { at, visits }: Progress, leaving: Leaving, nowMs: number): Progress {
  const edge = leaving.outlet === null ? undefined : edgeOf(plan, at.node, leaving.outlet)
  const visit: Visit = {
    enrollment: at.id,
    nth: at.visit,
    journey: at.journey,
    customer: at.customer,
    node: at.node,
    outlet: edge?.outlet ?? leaving.outlet,
    state: leaving.state,
    reason: leaving.reason ?? null,
    arrivedMs: at.arrivedMs,
    leftMs: nowMs,
    seen: leaving.seen && Object.keys(leaving.seen).length > 0 ? leaving.seen : null,
  }
  const left = { at, visits: [...visits, visit] }
  if (!edge) return endEnrollment(left, 'completed', nowMs)

  const newDay = nowMs - at.dayMs >= dayMs
  const day = newDay ? { dayMs: nowMs, dayVisit: at.visit } : { dayMs: at.dayMs, dayVisit: at.dayVisit }
  if (at.visit + 1 - day.dayVisit > (plan.settings.maxVisitsPerDay ?? defaultVisitsPerDay))
    return endEnrollment(left, 'runaway', nowMs)
  return {
    at: {
      ...at,
      ...day,
      state: 'ready',
      claim: null,
      node: edge.to,
      visit: at.visit + 1,
      arrivedMs: nowMs,
      dueMs: nowMs,
    },
    visits: left.visits,
  }
}

/** Ends the enrollment where it stands. */
export const endEnrollment = ({ at, visits }: Progress, reason: EndReason, nowMs: number, note?: string): Progress => ({
  at: { ...at, state: 'ended', reason, note: note ?? null, claim: null, endedMs: nowMs, dueMs: nowMs },
  visits,
})

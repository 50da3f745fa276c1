import type { Catalog } from '@wend/nodes/catalog'
import type { Wait } from '@wend/nodes/sdk/define-node'
import type { Plan } from '../journey/plan.ts'
import { contextOf, type Situation } from '../step/context.ts'
import type { Enrollment, Watch } from '../step/enrollment.ts'
import { leaveNode, type Progress } from '../step/progress.ts'
import { fit } from '../step/run-node.ts'

/** Categories whose nodes only look: they can be passed while an event is being committed. */
const looking = new Set(['enter', 'wait', 'decide'])
/** Visits that one walk makes at most: a loop whose waits are all over is left to steps, which others need not wait for. */
const mostVisits = 100

/** How far a walk came, and the wait it rests in, if it does. */
export interface Walked {
  progress: Progress
  wait?: Wait
}

type Scene = Omit<Situation, 'enrollment'>

/**
 * Takes the branch that an event has claimed, as far as nodes that only look lead: the event, what it decides and where she
 * rests next are one transaction. Undefined where the step has to take it: a rule must be counted, or a node fails.
 */
export function takeBranch(catalog: Catalog, scene: Scene, { at, visits }: Progress): Walked | undefined {
  const { plan, nowMs } = scene
  const node = plan.nodes[at.node]
  const type = node && catalog.find(node.type, node.version)
  if (!at.claim || !node || !type?.wake || plan.facts.length > 0) return undefined
  const { branch, number, event } = at.claim
  const woken: Enrollment = {
    ...at,
    state: 'ready',
    claim: null,
    hand: event,
    heardNumber: number,
    heardMs: event.atMs,
  }
  const { context, seen } = contextOf({ ...scene, enrollment: woken })
  try {
    const outcome = type.wake(node.config, context, { by: branch, event })
    if (outcome.kind !== 'leave' || outcome.changes) return undefined
    const left = leaveNode(plan, { at: woken, visits }, { outlet: outcome.outlet, state: 'passed', seen }, nowMs)
    return walk(catalog, scene, left)
  } catch {
    return undefined
  }
}

/**
 * Walks from the node at hand, just reached, to the first wait or effect, in memory, so that one transaction holds the event
 * and the rest. Where a rule must be counted first, or a node fails, the step that follows takes it from there.
 */
export function walk(catalog: Catalog, situation: Scene, from: Progress): Walked {
  const { plan, nowMs } = situation
  for (let progress = from; ; ) {
    const { at } = progress
    const node = plan.nodes[at.node]
    const type = node && catalog.find(node.type, node.version)
    if (at.state === 'ended' || !node || !type || !looking.has(type.category)) return { progress }
    if (progress.visits.length - from.visits.length >= mostVisits) return { progress }
    if (type.category === 'decide' && plan.facts.length > 0) return { progress }

    const { context, seen } = contextOf({ ...situation, enrollment: at })
    try {
      const outcome = fit(type.enter(node.config, context))
      if (outcome.kind === 'wait')
        return {
          progress: { at: { ...at, state: 'waiting', dueMs: outcome.untilMs }, visits: progress.visits },
          wait: outcome,
        }
      if (outcome.kind !== 'leave' || outcome.changes) return { progress }
      progress = leaveNode(plan, progress, { outlet: outcome.outlet, state: 'passed', seen }, nowMs)
    } catch {
      return { progress }
    }
  }
}

/** What this wait listens for. */
export const watchesOf = (at: Enrollment, wait: Wait): Watch[] =>
  wait.on.map(({ id, event, where }, nth) => ({
    customer: at.customer,
    event,
    enrollment: at.id,
    kind: 'wait',
    visit: at.visit,
    nth,
    branch: id,
    condition: where ?? null,
    expiresMs: null,
  }))

/** What the journey listens for from entry on: its exits, and its goal until some time after the end. */
export function settingsWatches(plan: Plan, at: Enrollment, goalUntilMs: number | null): Watch[] {
  const { goal, exits = [] } = plan.settings
  const base = { customer: at.customer, enrollment: at.id, visit: 0, branch: null, expiresMs: null }
  return [
    ...exits.map(({ event, where }, nth): Watch => ({ ...base, kind: 'exit', event, nth, condition: where ?? null })),
    ...(goal
      ? [
          {
            ...base,
            kind: 'goal' as const,
            event: goal.event,
            nth: 0,
            condition: goal.where ?? null,
            expiresMs: goalUntilMs,
          },
        ]
      : []),
  ]
}

import type { Enrollment } from './enrollment.ts'
import type { Progress } from './progress.ts'

/**
 * What a commit adds to its journey's counts: `entered`, `here:<node>`, `passed|failed|blocked:<node>`,
 * `out:<node>:<outlet>`, `delivered|doubt:<node>`, `ended:<reason>`. `before`: where the enrollment stood, none for a new
 * one. `touches`: those that the commit notes. `opened|clicked:<node>` are added as they are told: see lifecycle/opened.ts.
 */
export function countsOf(
  before: Enrollment | undefined,
  { at, visits }: Progress,
  touches: readonly { node: string; state: string }[] = [],
): Record<string, number> {
  const counts: Record<string, number> = {}
  const add = (name: string, n: number): void => {
    counts[name] = (counts[name] ?? 0) + n
    if (counts[name] === 0) delete counts[name]
  }
  if (!before) add('entered', 1)
  else if (before.state !== 'ended') add(`here:${before.node}`, -1)
  for (const { node, state, outlet } of visits) {
    add(`${state}:${node}`, 1)
    if (outlet) add(`out:${node}:${outlet}`, 1)
  }
  // Both are for good: a touch comes to one of them once.
  for (const { node, state } of touches) {
    if (state === 'delivered') add(`delivered:${node}`, 1)
    if (state === 'in-doubt') add(`doubt:${node}`, 1)
  }
  if (at.state !== 'ended') add(`here:${at.node}`, 1)
  else if (before?.state !== 'ended') add(`ended:${at.reason}`, 1)
  return counts
}

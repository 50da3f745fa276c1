import type { Enrollment } from './enrollment.ts'
import type { Progress } from './progress.ts'

/**
 * What a commit adds to its journey's counts: `entered`, `here:<node>`, `passed|failed|blocked:<node>`,
 * `out:<node>:<outlet>`, `ended:<reason>`. `before`: where the enrollment stood, none for a new one.
 */
export function countsOf(before: Enrollment | undefined, { at, visits }: Progress): Record<string, number> {
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
  if (at.state !== 'ended') add(`here:${at.node}`, 1)
  else if (before?.state !== 'ended') add(`ended:${at.reason}`, 1)
  return counts
}

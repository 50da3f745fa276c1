import { useEffect } from 'react'
import type { Issue } from '../api/client.ts'
import { useThreads } from '../api/comments.ts'
import { placeOf } from '../node-types/problems.ts'
import { useIssues } from '../store/issues.ts'
import { countByNode } from '../store/marks.ts'
import type { OpenJourney } from './use-open-journey.ts'

/** Tells cards and outline what the check found and what is said at each step: they ask nobody else. Draws nothing. */
export function MarkSteps({ open }: { open: OpenJourney }) {
  const { id, document, marks } = open.stores
  const { data: issues } = useIssues()
  const { data: threads } = useThreads(id)
  useEffect(() => {
    const { journey } = document.getState()
    const count = (found: readonly Issue[]) => countByNode(found.map((issue) => placeOf(issue, journey).node))
    const all = issues ?? []
    marks.setState({ problems: count(all), errors: count(all.filter(({ severity }) => severity === 'error')) })
  }, [issues, document, marks])
  useEffect(() => {
    const unresolved = (threads ?? []).filter(({ resolvedAt }) => resolvedAt === null)
    marks.setState({ threads: countByNode(unresolved.map(({ node }) => node ?? undefined)) })
  }, [threads, marks])
  return null
}

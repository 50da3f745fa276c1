import { useEffect } from 'react'
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
    marks.setState({ problems: countByNode((issues ?? []).map((issue) => placeOf(issue, journey).node)) })
  }, [issues, document, marks])
  useEffect(() => {
    const unresolved = (threads ?? []).filter(({ resolvedAt }) => resolvedAt === null)
    marks.setState({ threads: countByNode(unresolved.map(({ node }) => node ?? undefined)) })
  }, [threads, marks])
  return null
}

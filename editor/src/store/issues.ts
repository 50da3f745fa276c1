import { useQuery } from '@tanstack/react-query'
import type { Issue } from '../api/client.ts'
import { checkJourney } from '../api/journeys.ts'
import { placeOf } from '../node-types/problems.ts'
import { useStores } from './editor-stores.tsx'

export const issuesKey = (journey: string) => ['check', journey]

/** What the server's check says of what is drawn. Asked again a moment after every change, saved or not. */
export function useIssues<T = Issue[]>(select?: (issues: Issue[]) => T) {
  const { id, live, document } = useStores()
  return useQuery({
    queryKey: issuesKey(id),
    queryFn: () => checkJourney(id, document.getState().journey),
    enabled: !live,
    staleTime: Number.POSITIVE_INFINITY,
    ...(select ? { select } : {}),
  })
}

/** How many problems a node has; a card renders only when its own number changes. */
export function useIssueCount(node: string): number {
  const { document } = useStores()
  const { data } = useIssues(
    (issues) => issues.filter((issue) => placeOf(issue, document.getState().journey).node === node).length,
  )
  return data ?? 0
}

import { useQuery } from '@tanstack/react-query'
import { checkJourney } from '../api/journeys.ts'
import { useStores } from './editor-stores.tsx'

export const issuesKey = (journey: string) => ['check', journey]

/** What the server's check says of what is drawn. Asked again a moment after every change, saved or not. */
export function useIssues() {
  const { id, live, document } = useStores()
  return useQuery({
    queryKey: issuesKey(id),
    queryFn: () => checkJourney(id, document.getState().journey),
    enabled: !live,
    staleTime: Number.POSITIVE_INFINITY,
  })
}

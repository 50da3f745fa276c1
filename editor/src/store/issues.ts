import { useQuery } from '@tanstack/react-query'
import { checkJourney } from '../api/journeys.ts'
import { afterFirstView } from '../shell/first-view.ts'
import { useStores } from './editor-stores.tsx'

export const issuesKey = (journey: string) => ['check', journey]

/** What the server's check says of what is drawn. Asked again a moment after every change, saved or not. */
export function useIssues() {
  const { id, live, document } = useStores()
  return useQuery({
    queryKey: issuesKey(id),
    // The whole drawing goes with it: seen first.
    queryFn: async () => {
      await afterFirstView()
      return checkJourney(id, document.getState().journey)
    },
    enabled: !live,
    staleTime: Number.POSITIVE_INFINITY,
  })
}

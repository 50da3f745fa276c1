import { useMemo } from 'react'
import { useVersionGraph } from '../api/versions.ts'
import { type Comparison, compare } from '../store/compare.ts'
import { useDocument, useSession, useStores } from '../store/editor-stores.tsx'
import type { Journey } from '../store/journey.ts'
import type { VersionRef } from '../store/session.ts'

export interface Compared {
  before: Journey
  after: Journey
  comparison: Comparison
}

/** The two states that are looked at side by side, and what differs. The draft's side follows what is drawn. */
export function useComparison() {
  const comparing = useSession((state) => state.comparing)
  const before = useStateOf(comparing?.before)
  const after = useStateOf(comparing?.after)
  const [was, is] = [before.journey, after.journey]
  const compared = useMemo(
    (): Compared | undefined => (was && is ? { before: was, after: is, comparison: compare(was, is) } : undefined),
    [was, is],
  )
  return {
    compared,
    error: before.error ?? after.error,
    retry: () => void Promise.all([before.refetch(), after.refetch()]),
  }
}

function useStateOf(state: VersionRef | undefined) {
  const { id } = useStores()
  const draft = useDocument(({ journey }) => (state === 'draft' ? journey : undefined))
  const version = useVersionGraph(id, typeof state === 'number' ? state : undefined)
  return { journey: draft ?? version.data, error: version.error, refetch: version.refetch }
}

import { useDeferredValue, useMemo } from 'react'
import { useVersionGraph } from '../api/versions.ts'
import { compare, isSame } from '../store/compare.ts'
import { useDocument, useStores } from '../store/editor-stores.tsx'

/** Whether what is drawn is something else than what customers go by; undefined where there is no such version, or not known yet. */
export function useUnpublished(liveVersion: number | null): boolean | undefined {
  const { id } = useStores()
  const { data: live } = useVersionGraph(id, liveVersion ?? undefined)
  const drawn = useDeferredValue(useDocument(({ journey }) => journey))
  return useMemo(() => live && !isSame(compare(live, drawn)), [live, drawn])
}

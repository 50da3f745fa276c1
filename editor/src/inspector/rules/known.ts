import { useMemo } from 'react'
import { useDocument, useStores } from '../../store/editor-stores.tsx'
import type { Suggestion } from '../suggest.tsx'
import { eventsIn, useRuleScope } from './rule-scope.ts'
import type { Sample } from './value-input.tsx'

/** Events that this journey speaks of. */
function useJourneyEvents(): string[] {
  const { types } = useStores()
  const nodes = useDocument((state) => state.journey.nodes)
  return useMemo(
    () => [...new Set(nodes.flatMap((node) => eventsIn(types.get(node.type)?.schema, node.config)))],
    [nodes, types],
  )
}

/** What may stand behind a field's first word. */
export function useNames(root: string): Suggestion[] {
  const events = useJourneyEvents()
  return useMemo(() => (root === 'did' ? events.map((value) => ({ value })) : []), [root, events])
}

const none: Sample[] = []

/** Values that a field was seen with. */
export function useSamples(_field: string): { samples: Sample[]; onlyText: boolean } {
  useRuleScope()
  return { samples: none, onlyText: false }
}

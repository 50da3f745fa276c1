import { useMemo } from 'react'
import type { PreviewedNode } from '../api/messages.ts'
import { useDocument, useStores } from '../store/editor-stores.tsx'
import type { Config, JourneyNode } from '../store/journey.ts'

/** What a preview is asked for: a step with this config, in this journey. */
export function useWanted({ id, type, version }: JourneyNode, config: Config): Pick<PreviewedNode, 'node' | 'journey'> {
  const { id: journey } = useStores()
  const name = useDocument((state) => state.journey.name)
  const timeZone = useDocument((state) => state.journey.settings.timeZone)
  return useMemo(
    () => ({
      node: { id, type, version, config },
      journey: { id: journey, name, ...(timeZone === undefined ? {} : { timeZone }) },
    }),
    [id, type, version, config, journey, name, timeZone],
  )
}

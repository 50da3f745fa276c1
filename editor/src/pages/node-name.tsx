import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { openJourney } from '../api/journeys.ts'
import { useNodeTypes } from '../api/node-types.ts'
import { nameOf } from '../node-types/words.ts'
import { nodeById } from '../store/journey.ts'

/** A step's name on pages that show many journeys; its id where the draft no longer has it. */
export function NodeName({ journey, node }: { journey: string; node: string }) {
  const { i18n } = useTranslation()
  const { data: types } = useNodeTypes()
  const { data: opened } = useQuery({
    queryKey: ['journey', journey, 'names'],
    queryFn: () => openJourney(journey),
    staleTime: 60_000,
  })
  const drawn = opened && nodeById(opened.journey, node)
  return drawn && types ? nameOf(drawn, types, i18n.language) : node
}

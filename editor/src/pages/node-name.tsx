import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { openJourney } from '../api/journeys.ts'
import { useNodeTypes } from '../api/node-types.ts'
import { nameOf, outletsOfNode } from '../node-types/words.ts'
import { nodeById } from '../store/journey.ts'

/** A way out of a step by its label; its id where it is no longer drawn. */
export function OutletName({ journey, node, outlet }: { journey: string; node: string; outlet: string }) {
  const { i18n } = useTranslation()
  const { data: types } = useNodeTypes()
  const drawn = useDrawn(journey, node)
  const labels = drawn && types ? outletsOfNode(drawn, types, i18n.language, []) : []
  return labels.find((one) => one.outlet === outlet)?.label ?? outlet
}

/** A step's name on pages that show many journeys; its id where the draft no longer has it. */
export function NodeName({ journey, node }: { journey: string; node: string }) {
  const { i18n } = useTranslation()
  const { data: types } = useNodeTypes()
  const drawn = useDrawn(journey, node)
  return drawn && types ? nameOf(drawn, types, i18n.language) : node
}

/** A journey's name; its id where it is no longer there. */
export function JourneyName({ id }: { id: string }) {
  return useOpened(id)?.journey.name ?? id
}

function useOpened(journey: string) {
  const { data } = useQuery({
    queryKey: ['journey', journey, 'names'],
    queryFn: () => openJourney(journey),
    staleTime: 60_000,
  })
  return data
}

function useDrawn(journey: string, node: string) {
  const opened = useOpened(journey)
  return opened && nodeById(opened.journey, node)
}

import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { openJourney } from '../api/journeys.ts'
import { useNodeTypes } from '../api/node-types.ts'
import { useVersionGraph } from '../api/versions.ts'
import { nameAmong } from '../node-types/tell-apart.ts'
import { outletsOfNode } from '../node-types/words.ts'
import { nodeById } from '../store/journey.ts'

interface StepProps {
  journey: string
  node: string
  /** By which the customer goes; the draft's step where none is told. Asked for once, however many steps of it are named. */
  version?: number | undefined
}

/** A way out of a step by its label; its id where it is not drawn. */
export function OutletName({ outlet, ...step }: StepProps & { outlet: string }) {
  const { i18n } = useTranslation()
  const { drawn, types } = useDrawn(step)
  const labels = drawn && types ? outletsOfNode(drawn, types, i18n.language, []) : []
  return labels.find((one) => one.outlet === outlet)?.label ?? outlet
}

/** A step's name on pages that show many journeys; its id where it is not drawn, and nothing until that is known. */
export function NodeName(step: StepProps) {
  const { i18n } = useTranslation()
  const { graph, types, isKnown } = useDrawn(step)
  if (graph && types) return nameAmong(graph, step.node, types, i18n.language)
  return isKnown ? step.node : '…'
}

/** A journey's name; its id where it is no longer there, and nothing until that is known. */
export function JourneyName({ id }: { id: string }) {
  const { data, isPending } = useDraft(id, true)
  return data?.journey.name ?? (isPending ? '…' : id)
}

const useDraft = (journey: string, enabled: boolean) =>
  useQuery({
    queryKey: ['journey', journey, 'names'],
    queryFn: () => openJourney(journey),
    staleTime: 60_000,
    enabled,
  })

function useDrawn({ journey, node, version }: StepProps) {
  const { data: types, isPending: isAwaitingTypes } = useNodeTypes()
  const published = useVersionGraph(journey, version)
  const draft = useDraft(journey, version === undefined)
  const graph = version === undefined ? draft.data?.journey : published.data
  const isPending = version === undefined ? draft.isPending : published.isPending
  return { types, graph, drawn: graph && nodeById(graph, node), isKnown: !isPending && !isAwaitingTypes }
}

import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { threadsKey } from '../api/comments.ts'
import type { NodeType, Thread } from '../api/types.ts'
import { addNode } from '../commands/add-node.ts'
import { insertNode, rowPx } from '../commands/insert-node.ts'
import { newNode } from '../node-types/new-node.ts'
import { outletsOf } from '../node-types/outlets.ts'
import { outletsOfNode } from '../node-types/words.ts'
import { useStores } from '../store/editor-stores.tsx'
import { edgeAt, type Journey, nodeById, type OutletRef, type Point } from '../store/journey.ts'
import { pageId } from '../store/page-id.ts'
import { placeBehind } from './layout.ts'

interface Where {
  at?: OutletRef | undefined
  position?: Point | undefined
}

/** Adds a step: behind an outlet, at a place, or where the journey ends. Selects it and asks for its first field. */
export function useAdd() {
  const { i18n } = useTranslation()
  const { id, document, session, types, people } = useStores()
  const language = i18n.language
  const queries = useQueryClient()
  const apart = () => ({
    spoken: (queries.getQueryData<Thread[]>(threadsKey(id)) ?? []).map(({ node }) => node),
    mark: people?.getState().here.length ? pageId.slice(0, 4) : undefined,
  })

  const placeAfter = (journey: Journey, at: OutletRef): Point => {
    const from = nodeById(journey, at.from)
    if (!from) return { x: 0, y: 0 }
    const following = edgeAt(journey, at)
    const target = following ? nodeById(journey, following.to) : undefined
    // Between two cards in one column the new one takes the column.
    if (target && target.position.y > from.position.y) return { x: target.position.x, y: from.position.y + rowPx }
    const linked = journey.edges.filter((edge) => edge.from === at.from).map((edge) => edge.outlet)
    return placeBehind(from.position, outletsOfNode(from, types, language, linked), at.outlet, rowPx)
  }

  return (type: NodeType, where: Where = {}) => {
    const { journey, dispatch } = document.getState()
    const at = where.at ?? (where.position ? undefined : openEnd(journey, type))
    const node = newNode(type, journey, where.position ?? (at ? placeAfter(journey, at) : freePlace(journey)), apart())
    const [first] = outletsOf(type, node.config, language)
    dispatch(at && !type.entry ? insertNode(node, at, first?.outlet) : addNode(node))
    session.getState().pick(undefined)
    session.getState().setUp(node.id)
    // A place that was pointed at is seen; and who sees the new step keeps her view of the rest.
    if (!where.position) session.getState().show([node.id], true)
  }

  /** Behind what is selected, if that has a way out left; else behind the last card of the only chain. */
  function openEnd(journey: Journey, type: NodeType): OutletRef | undefined {
    if (type.entry) return undefined
    const [selected] = session.getState().selection
    const candidates =
      selected === undefined
        ? [...journey.nodes].sort((a, b) => b.position.y - a.position.y)
        : journey.nodes.filter((node) => node.id === selected)
    for (const node of candidates) {
      const open = outletsOfNode(node, types, language, []).find(
        ({ outlet }) => !edgeAt(journey, { from: node.id, outlet }),
      )
      if (open) return { from: node.id, outlet: open.outlet }
    }
    return undefined
  }
}

/** Beside everything there is. */
function freePlace(journey: Journey): Point {
  if (journey.nodes.length === 0) return { x: 0, y: 0 }
  const right = Math.max(...journey.nodes.map((node) => node.position.x))
  const top = Math.min(...journey.nodes.map((node) => node.position.y))
  return { x: right + 296, y: top }
}

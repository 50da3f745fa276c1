import type { NodeTypes } from '../node-types/links.ts'
import { placesOf } from '../node-types/tree.ts'
import { outletsOfNode } from '../node-types/words.ts'
import { type Journey, nodeById } from '../store/journey.ts'

type Arrow = 'ArrowDown' | 'ArrowUp' | 'ArrowLeft' | 'ArrowRight'

export const isArrow = (key: string): key is Arrow =>
  key === 'ArrowDown' || key === 'ArrowUp' || key === 'ArrowLeft' || key === 'ArrowRight'

/** Where an arrow key leads from a node: down its first outlet, back up, or to a sibling. Nowhere: undefined. */
export function walk(journey: Journey, types: NodeTypes, from: string, arrow: Arrow): string | undefined {
  if (arrow === 'ArrowDown') {
    const node = nodeById(journey, from)
    const linked = journey.edges.filter((edge) => edge.from === from)
    const outlets = node
      ? outletsOfNode(
          node,
          types,
          'en',
          linked.map(({ outlet }) => outlet),
        )
      : []
    return outlets.flatMap(({ outlet }) => linked.find((edge) => edge.outlet === outlet)?.to ?? [])[0]
  }
  // Back by the way that the outline shows: the first, where several meet.
  const parent =
    placesOf(journey, types, 'en').get(from)?.by?.from ?? journey.edges.find((edge) => edge.to === from)?.from
  if (arrow === 'ArrowUp') return parent
  const row =
    parent === undefined
      ? journey.nodes.filter((node) => !journey.edges.some((edge) => edge.to === node.id)).map((node) => node.id)
      : journey.edges.filter((edge) => edge.from === parent).map((edge) => edge.to)
  const x = (id: string) => journey.nodes.find((node) => node.id === id)?.position.x ?? 0
  const sorted = [...new Set(row)].sort((a, b) => x(a) - x(b))
  return sorted[sorted.indexOf(from) + (arrow === 'ArrowRight' ? 1 : -1)]
}

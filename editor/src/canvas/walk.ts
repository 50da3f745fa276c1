import type { Journey } from '../store/journey.ts'

type Arrow = 'ArrowDown' | 'ArrowUp' | 'ArrowLeft' | 'ArrowRight'

export const isArrow = (key: string): key is Arrow =>
  key === 'ArrowDown' || key === 'ArrowUp' || key === 'ArrowLeft' || key === 'ArrowRight'

/** Where an arrow key leads from a node: down its first outlet, back up, or to a sibling. Nowhere: undefined. */
export function walk(journey: Journey, from: string, arrow: Arrow): string | undefined {
  if (arrow === 'ArrowDown') return journey.edges.find((edge) => edge.from === from)?.to
  const parent = journey.edges.find((edge) => edge.to === from)?.from
  if (arrow === 'ArrowUp') return parent
  const row =
    parent === undefined
      ? journey.nodes.filter((node) => !journey.edges.some((edge) => edge.to === node.id)).map((node) => node.id)
      : journey.edges.filter((edge) => edge.from === parent).map((edge) => edge.to)
  const x = (id: string) => journey.nodes.find((node) => node.id === id)?.position.x ?? 0
  const sorted = [...new Set(row)].sort((a, b) => x(a) - x(b))
  return sorted[sorted.indexOf(from) + (arrow === 'ArrowRight' ? 1 : -1)]
}

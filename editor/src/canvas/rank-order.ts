import { linksOf } from '../store/graph.ts'
import type { JourneyEdge, Point } from '../store/journey.ts'

interface Box {
  id: string
  x: number
  y: number
  width: number
  /** Cards with the same lie in one row. */
  rank: number
}

/**
 * Puts the cards of each row in the order in which their parents' outlets lead to them. Where cards merge, dagre leaves some
 * the wrong way round; where two parents want the opposite of each other, the first one drawn is followed.
 */
export function orderRanks(
  boxes: readonly Box[],
  edges: readonly JourneyEdge[],
  apartPx: number,
): ReadonlyMap<string, Point> {
  const rankOf = new Map(boxes.map(({ id, rank }) => [id, rank]))
  const after = wantedOrder(edges, (a, b) => rankOf.get(a) === rankOf.get(b))
  const ranks = new Map<number, Box[]>()
  for (const box of boxes) ranks.set(box.rank, [...(ranks.get(box.rank) ?? []), box])
  const placed = [...ranks.values()].flatMap((row) => {
    const byX = row.sort((a, b) => a.x - b.x)
    const ordered = inOrder(byX, after)
    return ordered.every((box, nth) => box === byX[nth]) ? byX : spread(ordered, byX, apartPx)
  })
  const places = new Map(placed.map(({ id, x, y }) => [id, { x, y }]))
  return new Map(boxes.map(({ id, x, y }) => [id, places.get(id) ?? { x, y }]))
}

/** Of two cards in a row, which comes after which. Never round in a circle. */
function wantedOrder(
  edges: readonly JourneyEdge[],
  inOneRow: (a: string, b: string) => boolean,
): ReadonlyMap<string, ReadonlySet<string>> {
  const after = new Map<string, Set<string>>()
  for (const siblings of linksOf(edges).from.values()) {
    const ids = [...new Set(siblings.map(({ to }) => to))]
    for (const [nth, right] of ids.entries()) {
      const left = ids.slice(0, nth).findLast((one) => inOneRow(one, right))
      if (left === undefined || comesAfter(after, right, left)) continue
      after.set(left, (after.get(left) ?? new Set<string>()).add(right))
    }
  }
  return after
}

/** Whether `left` is already to come after `right`, by way of others or not. */
function comesAfter(after: ReadonlyMap<string, ReadonlySet<string>>, right: string, left: string): boolean {
  const seen = new Set([right])
  for (const id of seen) for (const next of after.get(id) ?? []) seen.add(next)
  return seen.has(left)
}

/** From left to right as they lie, each as soon as all that have to come before it are there. */
function inOrder(row: readonly Box[], after: ReadonlyMap<string, ReadonlySet<string>>): Box[] {
  const left = [...row]
  const ordered: Box[] = []
  while (left.length > 0) {
    const free = left.findIndex(({ id }) => !left.some((other) => after.get(other.id)?.has(id)))
    ordered.push(...left.splice(Math.max(0, free), 1))
  }
  return ordered
}

/** Gives the row's middles to the cards in their new order, and moves apart what would overlap. */
function spread(ordered: readonly Box[], byX: readonly Box[], apartPx: number): Box[] {
  const middles = byX.map(({ x, width }) => x + width / 2)
  let least = Number.NEGATIVE_INFINITY
  const moved = ordered.map((box, nth) => {
    const x = Math.max((middles[nth] ?? 0) - box.width / 2, least)
    least = x + box.width + apartPx
    return { ...box, x }
  })
  // Pushed to the right alone, the row would lean: it keeps its middle.
  const mean = (boxes: readonly Box[]) => boxes.reduce((sum, { x, width }) => sum + x + width / 2, 0) / boxes.length
  const lean = mean(moved) - mean(byX)
  return moved.map((box) => ({ ...box, x: box.x - lean }))
}

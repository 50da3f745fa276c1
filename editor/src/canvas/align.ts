import type { Point } from '../store/journey.ts'

export type Alignment = 'left' | 'centre' | 'distribute'

interface Box extends Point {
  ref: string
  width: number
  height: number
}

/** Where several cards go: along one left edge, on one middle line, or the same way apart in the direction in which they lie. */
export function aligned(boxes: readonly Box[], alignment: Alignment): ReadonlyMap<string, Point> {
  if (alignment === 'distribute') return distributed(boxes)
  const left = Math.min(...boxes.map(({ x }) => x))
  const middle = (left + Math.max(...boxes.map(({ x, width }) => x + width))) / 2
  return new Map(boxes.map(({ ref, y, width }) => [ref, { x: alignment === 'left' ? left : middle - width / 2, y }]))
}

/** The first and the last stay; the gaps between become equal. */
function distributed(boxes: readonly Box[]): ReadonlyMap<string, Point> {
  const range = (from: 'x' | 'y', size: 'width' | 'height') =>
    Math.max(...boxes.map((box) => box[from] + box[size])) - Math.min(...boxes.map((box) => box[from]))
  const [along, size] =
    range('y', 'height') >= range('x', 'width') ? (['y', 'height'] as const) : (['x', 'width'] as const)
  const sorted = [...boxes].sort((a, b) => a[along] - b[along])
  const [first, last] = [sorted[0], sorted.at(-1)]
  if (!first || !last || first === last) return new Map()
  const filled = sorted.slice(0, -1).reduce((sum, box) => sum + box[size], 0)
  const gap = (last[along] - first[along] - filled) / (sorted.length - 1)
  let at = first[along]
  return new Map(
    sorted.map((box) => {
      const place = { x: box.x, y: box.y, [along]: at }
      at += box[size] + gap
      return [box.ref, place]
    }),
  )
}

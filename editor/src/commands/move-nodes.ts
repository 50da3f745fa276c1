import type { Point } from '../store/journey.ts'
import type { Command } from './command.ts'

const gridPx = 8
const snap = (px: number) => Math.round(px / gridPx) * gridPx || 0

/** Puts cards elsewhere, on the grid. Written once, as a drag ends. */
export const moveNodes = (positions: ReadonlyMap<string, Point>, name: 'move' | 'tidy' = 'move'): Command => ({
  name,
  paths: [...positions.keys()].map((id) => `nodes/${id}/position`),
  apply(journey) {
    let moved = false
    const nodes = journey.nodes.map((node) => {
      const to = positions.get(node.id)
      if (!to) return node
      const position = { x: snap(to.x), y: snap(to.y) }
      if (position.x === node.position.x && position.y === node.position.y) return node
      moved = true
      return { ...node, position }
    })
    return moved ? { ...journey, nodes } : journey
  },
})

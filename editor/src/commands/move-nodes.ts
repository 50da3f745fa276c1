import type { Point } from '../store/journey.ts'
import { noteIdOf, noteRef } from '../store/notes.ts'
import type { Command } from './command.ts'

const gridPx = 8
const snap = (px: number) => Math.round(px / gridPx) * gridPx || 0

/** Puts cards and notes elsewhere, on the grid. Written once, as a drag ends. */
export const moveNodes = (
  positions: ReadonlyMap<string, Point>,
  name: 'move' | 'tidy' | 'align' = 'move',
): Command => ({
  name,
  paths: [...positions.keys()].map((ref) => {
    const note = noteIdOf(ref)
    return note === undefined ? `nodes/${ref}/position` : `notes/${note}`
  }),
  apply(journey) {
    let moved = false
    const placed = <T extends { position: Point }>(one: T, to: Point | undefined): T => {
      if (!to) return one
      const position = { x: snap(to.x), y: snap(to.y) }
      if (position.x === one.position.x && position.y === one.position.y) return one
      moved = true
      return { ...one, position }
    }
    const nodes = journey.nodes.map((node) => placed(node, positions.get(node.id)))
    const notes = journey.notes?.map((note) => placed(note, positions.get(noteRef(note.id))))
    return moved ? { ...journey, nodes, ...(notes ? { notes } : {}) } : journey
  },
})

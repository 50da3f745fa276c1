import type { NodeType } from '../api/types.ts'
import { freshId, type Journey, type JourneyNode, type Point } from '../store/journey.ts'
import { withBranchIds } from './outlets.ts'

/**
 * A node of a type as it comes from the palette: its defaults, and an id that reads well in a journey file.
 * `spoken`: steps that comments are about, which may be gone: theirs is not taken over.
 */
export const newNode = (
  type: NodeType,
  journey: Journey,
  position: Point,
  spoken: readonly string[] = [],
): JourneyNode => ({
  id: freshId(type.type.slice(0, 56), new Set([...journey.nodes.map((node) => node.id), ...spoken])),
  type: type.type,
  version: type.version,
  position,
  config: withBranchIds(type, type.defaults),
})

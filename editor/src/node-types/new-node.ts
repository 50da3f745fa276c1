import type { NodeType } from '../api/types.ts'
import { freshId, type Journey, type JourneyNode, type Point } from '../store/journey.ts'
import { withBranchIds } from './outlets.ts'

/** A node of a type as it comes from the palette: its defaults, and an id that reads well in a journey file. */
export const newNode = (type: NodeType, journey: Journey, position: Point): JourneyNode => ({
  id: freshId(type.type.slice(0, 56), new Set(journey.nodes.map((node) => node.id))),
  type: type.type,
  version: type.version,
  position,
  config: withBranchIds(type, type.defaults),
})

import type { NodeType } from '../api/types.ts'
import { freshId, type Journey, type JourneyNode, type Point } from '../store/journey.ts'
import { withBranchIds } from './outlets.ts'

/** What else an id is to be apart from. */
export interface Apart {
  /** Steps that comments are about, which may be gone: theirs is not taken over. */
  spoken: readonly string[]
  /** While others draw too: this page's, so that two who add the same at once add two. */
  mark: string | undefined
}

/**
 * A node of a type as it comes from the palette: its defaults, and an id that reads well in a journey file.
 */
export const newNode = (
  type: NodeType,
  journey: Journey,
  position: Point,
  { spoken, mark }: Apart = { spoken: [], mark: undefined },
): JourneyNode => ({
  id: freshId(
    mark === undefined ? type.type.slice(0, 56) : `${type.type.slice(0, 52)}-${mark}`,
    new Set([...journey.nodes.map((node) => node.id), ...spoken]),
  ),
  type: type.type,
  version: type.version,
  position,
  config: withBranchIds(type, type.defaults),
})

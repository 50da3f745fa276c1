import type { NodeType } from '../api/types.ts'
import { type Journey, nodeById, type OutletRef, reachableFrom } from '../store/journey.ts'

export type NodeTypes = ReadonlyMap<string, NodeType>

/** Why an outlet may not lead to a node; undefined when it may. */
export function whyNotLink(
  journey: Journey,
  types: NodeTypes,
  at: OutletRef,
  to: string,
): 'entry' | 'itself' | 'loop' | undefined {
  const typeOf = (id: string) => types.get(nodeById(journey, id)?.type ?? '')
  if (at.from === to) return 'itself'
  if (typeOf(to)?.entry) return 'entry'
  const without = {
    ...journey,
    edges: journey.edges.filter((edge) => edge.from !== at.from || edge.outlet !== at.outlet),
  }
  // A loop is allowed where every way round passes a wait: so cut the graph at its waits and look for a way back.
  const isWait = (id: string) => typeOf(id)?.category === 'wait'
  if (isWait(to) || isWait(at.from)) return undefined
  const cut = { ...without, edges: without.edges.filter((edge) => !isWait(edge.to)) }
  return reachableFrom(cut, to).has(at.from) ? 'loop' : undefined
}

import type { NodeType } from '../api/types.ts'
import { edgesInto } from '../store/graph.ts'
import { type Journey, nodeById, type OutletRef } from '../store/journey.ts'

export type NodeTypes = ReadonlyMap<string, NodeType>
export type Refusal = 'entry' | 'itself' | 'loop'

/** Why an outlet may not lead to a node; undefined when it may. */
export const whyNotLink = (journey: Journey, types: NodeTypes, at: OutletRef, to: string): Refusal | undefined =>
  refusalsFrom(journey, types, at)(to)

interface Asked {
  types: NodeTypes
  from: string
  outlet: string
  answer(to: string): Refusal | undefined
}
const lastAsked = new WeakMap<Journey, Asked>()

/** The same for every node at once: while a line is drawn, each card asks. */
function refusalsFrom(journey: Journey, types: NodeTypes, at: OutletRef): Asked['answer'] {
  const last = lastAsked.get(journey)
  if (last && last.types === types && last.from === at.from && last.outlet === at.outlet) return last.answer
  const typeOf = (id: string) => types.get(nodeById(journey, id)?.type ?? '')
  const without = journey.edges.filter((edge) => edge.from !== at.from || edge.outlet !== at.outlet)
  const before = leadingWithoutWait(without, at.from, (id) => typeOf(id)?.category === 'wait')
  const answer = (to: string): Refusal | undefined => {
    if (at.from === to) return 'itself'
    if (typeOf(to)?.entry) return 'entry'
    return before.has(to) ? 'loop' : undefined
  }
  lastAsked.set(journey, { types, ...at, answer })
  return answer
}

/** From where a node is reached without passing a wait. A loop is allowed where every way round passes one. */
function leadingWithoutWait(edges: Journey['edges'], node: string, isWait: (id: string) => boolean): Set<string> {
  const seen = new Set<string>()
  if (isWait(node)) return seen
  const queue = [node]
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    for (const { from } of edgesInto(edges, id)) {
      if (seen.has(from) || isWait(from)) continue
      seen.add(from)
      queue.push(from)
    }
  }
  return seen
}

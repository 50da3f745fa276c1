import type { Journey, JourneyEdge, JourneyNode } from '@wend/engine/journey/journey'
import { edgesFrom, nodesById } from './graph.ts'

export type { Journey, JourneyEdge, JourneyNode, Settings } from '@wend/engine/journey/journey'
export type Config = JourneyNode['config']
export type Json = Config[string]
export type Point = JourneyNode['position']

/** Where an edge leaves: a node's outlet has at most one. */
export interface OutletRef {
  from: string
  outlet: string
}

export const nodeById = (journey: Journey, id: string): JourneyNode | undefined => nodesById(journey.nodes).get(id)

export const edgeAt = (journey: Journey, { from, outlet }: OutletRef): JourneyEdge | undefined =>
  edgesFrom(journey.edges, from).find((edge) => edge.outlet === outlet)

export const edgeId = ({ from, outlet }: OutletRef): string => `${from}:${outlet}`

/** Every node that can be reached from one, itself included. */
export function reachableFrom(journey: Journey, start: string): Set<string> {
  const seen = new Set([start])
  const queue = [start]
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    for (const { to } of edgesFrom(journey.edges, id)) {
      if (seen.has(to)) continue
      seen.add(to)
      queue.push(to)
    }
  }
  return seen
}

/** The first of `base`, `base-2`, `base-3`… that is not taken. */
export function freshId(base: string, taken: ReadonlySet<string>): string {
  if (!taken.has(base)) return base
  let nth = 2
  while (taken.has(`${base}-${nth}`)) nth += 1
  return `${base}-${nth}`
}

import { edgeAt, type OutletRef } from '../store/journey.ts'
import type { Command } from './command.ts'

/** Leads an outlet to a node, in place of where it led before; `instead` is the outlet whose edge was dragged here. */
export const link = (at: OutletRef, to: string, instead: OutletRef = at): Command => ({
  name: 'link',
  paths: [`edges/${at.from}/${at.outlet}`, `edges/${instead.from}/${instead.outlet}`],
  apply(journey) {
    if (edgeAt(journey, at)?.to === to) return journey
    const gone = new Set([`${at.from}/${at.outlet}`, `${instead.from}/${instead.outlet}`])
    const kept = journey.edges.filter((edge) => !gone.has(`${edge.from}/${edge.outlet}`))
    return { ...journey, edges: [...kept, { ...at, to }] }
  },
})

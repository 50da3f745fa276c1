import { edgeAt, type OutletRef } from '../store/journey.ts'
import type { Command } from './command.ts'

/** Takes an outlet's edge away. */
export const unlink = (at: OutletRef): Command => ({
  name: 'unlink',
  paths: [`edges/${at.from}/${at.outlet}`],
  apply(journey) {
    const edge = edgeAt(journey, at)
    return edge ? { ...journey, edges: journey.edges.filter((other) => other !== edge) } : journey
  },
})

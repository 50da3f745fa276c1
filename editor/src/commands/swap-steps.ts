import { edgeAt, type Journey, nodeById, type OutletRef } from '../store/journey.ts'
import type { Command } from './command.ts'

/**
 * Lets a step come before the one that leads to it. `way` leads from the one to the other; `onward` is the outlet by which
 * the second goes on, and so what will lead to the first. They change places on the canvas too.
 */
export const swapSteps = (way: OutletRef, second: string, onward: string): Command => ({
  name: 'reorder',
  paths: [
    `nodes/${second}/position`,
    `nodes/${way.from}/position`,
    `edges/${way.from}/${way.outlet}`,
    `edges/${second}/${onward}`,
  ],
  apply(journey) {
    const first = nodeById(journey, way.from)
    const then = nodeById(journey, second)
    if (!first || !then || !maySwap(journey, way, second)) return journey
    const after = edgeAt(journey, { from: second, outlet: onward })?.to
    const kept = journey.edges
      .filter((edge) => !(edge.from === way.from && edge.outlet === way.outlet))
      .filter((edge) => !(edge.from === second && edge.outlet === onward))
      .map((edge) => (edge.to === way.from ? { ...edge, to: second } : edge))
    return {
      ...journey,
      nodes: journey.nodes.map((node) =>
        node === first
          ? { ...node, position: then.position }
          : node === then
            ? { ...node, position: first.position }
            : node,
      ),
      edges: [
        ...kept,
        { from: second, outlet: onward, to: way.from },
        ...(after === undefined ? [] : [{ from: way.from, outlet: way.outlet, to: after }]),
      ],
    }
  },
})

/** Whether only this way leads to the second, something leads to the first, and the two do not go round. */
export function maySwap(journey: Journey, way: OutletRef, second: string): boolean {
  const into = (id: string) => journey.edges.filter(({ to }) => to === id)
  return (
    way.from !== second &&
    edgeAt(journey, way)?.to === second &&
    into(second).length === 1 &&
    into(way.from).length > 0 &&
    into(way.from).every(({ from }) => from !== second && from !== way.from)
  )
}

import { edgesFrom } from '../store/graph.ts'
import type { Journey, JourneyNode } from '../store/journey.ts'
import { readDuration, type Unit } from './duration.ts'
import type { NodeTypes } from './links.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
export const dayMs = 24 * hourMs

/** Days of so many months together, at the fewest: February is among them as soon as it can be. */
const fewestDays = [0, 28, 59, 89, 120, 150, 181, 212, 242, 273, 303, 334]
const monthsMs = (months: number) => (365 * Math.floor(months / 12) + (fewestDays[months % 12] ?? 0)) * dayMs

const unitMs: Record<Exclude<Unit, 'month' | 'year'>, number> = {
  second: 1000,
  minute: minuteMs,
  hour: hourMs,
  day: dayMs,
  week: 7 * dayMs,
}

/** How long a duration is at the least, in milliseconds of days of 24 hours. What is none, or goes back, is no time. */
export function leastMs(duration: unknown): number {
  const read = typeof duration === 'string' ? readDuration(duration) : undefined
  if (!read || read.negative) return 0
  return read.parts.reduce((sum, { unit, count }) => {
    if (unit === 'month') return sum + monthsMs(count)
    return sum + (unit === 'year' ? monthsMs(12 * count) : count * unitMs[unit])
  }, 0)
}

/** How soon after entering somebody can come to each step, in milliseconds. Steps that nobody comes to are not in it. */
export function earliestOf({ nodes, edges }: Pick<Journey, 'nodes' | 'edges'>, types: NodeTypes): Map<string, number> {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const reached = new Map<string, number>()
  // Dijkstra from all entries at once. A queue kept sorted is quick enough for what one draws by hand.
  const queue = nodes.flatMap(({ id, type }) => (types.get(type)?.entry ? [{ id, ms: 0 }] : []))
  for (let next = queue.shift(); next; next = queue.shift()) {
    const node = byId.get(next.id)
    if (!node || reached.has(next.id)) continue
    reached.set(next.id, next.ms)
    for (const { outlet, to } of edgesFrom(edges, next.id)) {
      if (reached.has(to)) continue
      const ms = next.ms + keptMs(node, outlet, types)
      const at = queue.findIndex((other) => other.ms > ms)
      queue.splice(at < 0 ? queue.length : at, 0, { id: to, ms })
    }
  }
  return reached
}

/** How long a step keeps, at the least, whoever leaves by an outlet. */
function keptMs(node: JourneyNode, outlet: string, types: NodeTypes): number {
  const path = types.get(node.type)?.takes[outlet]
  return path === undefined ? 0 : leastMs(node.config[path])
}

const known = new WeakMap<Journey['nodes'], { edges: unknown; types: NodeTypes; earliest: Map<string, number> }>()

/** The same, read once for each state of the document: every card asks. */
export function earliest(journey: Journey, types: NodeTypes): ReadonlyMap<string, number> {
  const before = known.get(journey.nodes)
  if (before && before.edges === journey.edges && before.types === types) return before.earliest
  const read = earliestOf(journey, types)
  known.set(journey.nodes, { edges: journey.edges, types, earliest: read })
  return read
}

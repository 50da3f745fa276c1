import { journey as journeyFile } from '@wend/engine/journey/journey'
import { type Config, freshId, type Journey, type JourneyEdge, type JourneyNode, type Json } from './journey.ts'

/** Nodes and the edges among them, on their way from one place to another. */
export interface Fragment {
  nodes: readonly JourneyNode[]
  edges: readonly JourneyEdge[]
}

/** What is copied: a journey file of its own, as text, so that it can be pasted anywhere, kept or imported. */
export function copyOf(journey: Journey, ids: readonly string[]): string {
  const chosen = new Set(ids)
  const copied: Journey = {
    name: journey.name,
    nodes: journey.nodes.filter(({ id }) => chosen.has(id)),
    edges: journey.edges.filter(({ from, to }) => chosen.has(from) && chosen.has(to)),
    settings: {},
  }
  return JSON.stringify(copied, undefined, 2)
}

/** What pasted text holds; undefined where it is no journey file, or one without a step. */
export function readFragment(text: string): Fragment | undefined {
  const read = journeyFile.safeParse(parsed(text))
  return read.success && read.data.nodes.length > 0 ? read.data : undefined
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const apartPx = 40

/** The same steps as new ones of this journey: ids of their own, references among them rewritten, a little aside. */
export function renewed({ nodes, edges }: Fragment, journey: Journey): Fragment {
  const taken = new Set(journey.nodes.map(({ id }) => id))
  const places = new Set(journey.nodes.map(({ position: { x, y } }) => `${x} ${y}`))
  const ids = new Map<string, string>()
  for (const { id } of nodes) {
    const fresh = freshId(id.replace(/-\d+$/, ''), taken)
    taken.add(fresh)
    ids.set(id, fresh)
  }
  // Pasted twice, the second lies beside the first.
  let aside = apartPx
  while (nodes.some(({ position: { x, y } }) => places.has(`${x + aside} ${y + aside}`))) aside += apartPx

  return {
    nodes: nodes.map((node) => ({
      ...node,
      id: ids.get(node.id) ?? node.id,
      position: { x: node.position.x + aside, y: node.position.y + aside },
      config: pointed(node.config, ids),
    })),
    edges: edges.flatMap(({ from, outlet, to }) => {
      const [begin, end] = [ids.get(from), ids.get(to)]
      return begin !== undefined && end !== undefined ? [{ from: begin, outlet, to: end }] : []
    }),
  }
}

/** A config whose rules ask about the new steps where they asked about the old: `touch.<node>`. */
const pointed = (config: Config, ids: ReadonlyMap<string, string>): Config =>
  Object.fromEntries(Object.entries(config).map(([key, value]) => [key, pointedValue(value, ids, key)]))

function pointedValue(value: Json, ids: ReadonlyMap<string, string>, key: string): Json {
  if (Array.isArray(value)) return value.map((one) => pointedValue(one, ids, key))
  if (typeof value === 'object' && value !== null) return pointed(value, ids)
  if (typeof value !== 'string' || (key !== 'field' && key !== 'value') || !value.startsWith('touch.')) return value
  const renamed = ids.get(value.slice('touch.'.length))
  return renamed === undefined ? value : `touch.${renamed}`
}

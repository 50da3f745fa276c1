import { journey as journeyFile } from '@wend/engine/journey/journey'
import { type Config, freshId, type Journey, type JourneyEdge, type JourneyNode, type Json } from './journey.ts'
import { type Note, noteRef, withNotes } from './notes.ts'

/** Nodes with the edges among them, and notes, on their way from one place to another. */
export interface Fragment {
  nodes: readonly JourneyNode[]
  edges: readonly JourneyEdge[]
  notes: readonly Note[]
}

/** What is copied: a journey file of its own, as text, so that it can be pasted anywhere, kept or imported. */
export function copyOf(journey: Journey, refs: readonly string[]): string {
  const chosen = new Set(refs)
  const copied: Journey = {
    name: journey.name,
    nodes: journey.nodes.filter(({ id }) => chosen.has(id)),
    edges: journey.edges.filter(({ from, to }) => chosen.has(from) && chosen.has(to)),
    settings: {},
  }
  const notes = (journey.notes ?? []).filter(({ id }) => chosen.has(noteRef(id)))
  return JSON.stringify(withNotes(copied, notes), undefined, 2)
}

/** What pasted text holds; undefined where it is no journey file, or one with neither a step nor a note. */
export function readFragment(text: string): Fragment | undefined {
  const read = journeyFile.safeParse(parsed(text))
  return read.success ? fragmentOf(read.data) : undefined
}

export const fragmentOf = ({ nodes, edges, notes = [] }: Journey): Fragment | undefined =>
  nodes.length + notes.length > 0 ? { nodes, edges, notes } : undefined

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const apartPx = 40

/** The same steps as new ones of this journey: ids of their own, references among them rewritten, a little aside. */
export function renewed({ nodes, edges, notes }: Fragment, journey: Journey): Fragment {
  const placed = [...journey.nodes, ...(journey.notes ?? [])]
  const places = new Set(placed.map(({ position: { x, y } }) => `${x} ${y}`))
  // An edge whose node is not there keeps that id from being given again.
  const ends = journey.edges.flatMap(({ from, to }) => [from, to])
  const ids = freshIds(nodes, [...journey.nodes.map(({ id }) => id), ...ends])
  const noteIds = freshIds(
    notes,
    (journey.notes ?? []).map(({ id }) => id),
  )
  // Pasted twice, the second lies beside the first.
  let aside = apartPx
  while ([...nodes, ...notes].some(({ position: { x, y } }) => places.has(`${x + aside} ${y + aside}`)))
    aside += apartPx

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
    notes: notes.map((note) => ({
      ...note,
      id: noteIds.get(note.id) ?? note.id,
      position: { x: note.position.x + aside, y: note.position.y + aside },
    })),
  }
}

function freshIds(pasted: readonly { id: string }[], there: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set(there)
  const ids = new Map<string, string>()
  for (const { id } of pasted) {
    const fresh = freshId(id.replace(/-\d+$/, ''), taken)
    taken.add(fresh)
    ids.set(id, fresh)
  }
  return ids
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

import type { Journey, JourneyNode, Json } from './journey.ts'

/** A place that two operators changed differently. `undefined`: removed there. */
export interface Conflict {
  path: string
  mine: Json | undefined
  theirs: Json | undefined
}

export interface Merged {
  journey: Journey
  conflicts: Conflict[]
}

type Fields = Map<string, Json>

/**
 * Brings my changes since `base` onto theirs. Different fields merge; where the same field differs, `prefer` decides and the
 * conflict is told.
 */
export function merge(base: Journey, mine: Journey, theirs: Journey, prefer: 'mine' | 'theirs' = 'mine'): Merged {
  const [before, here, there] = [fieldsOf(base), fieldsOf(mine), fieldsOf(theirs)]
  const conflicts: Conflict[] = []
  const merged: Fields = new Map()
  for (const path of new Set([...there.keys(), ...here.keys()])) {
    const [was, my, their] = [before.get(path), here.get(path), there.get(path)]
    let value = same(my, was) ? their : my
    if (!same(my, was) && !same(their, was) && !same(my, their)) {
      conflicts.push({ path, mine: my, theirs: their })
      value = prefer === 'mine' ? my : their
    }
    if (value !== undefined) merged.set(path, value)
  }
  return { journey: journeyOf(merged, theirs, mine), conflicts }
}

/** A journey as places that are changed one at a time. */
function fieldsOf(journey: Journey): Fields {
  const fields: Fields = new Map([['name', journey.name]])
  for (const [key, value] of Object.entries(journey.settings))
    if (value !== undefined) fields.set(`settings/${key}`, plain(value))
  for (const node of journey.nodes) {
    fields.set(`nodes/${node.id}`, { type: node.type, version: node.version })
    fields.set(`nodes/${node.id}/position`, { ...node.position })
    if (node.name !== undefined) fields.set(`nodes/${node.id}/name`, node.name)
    for (const [key, value] of Object.entries(node.config)) fields.set(`nodes/${node.id}/config/${key}`, value)
  }
  for (const edge of journey.edges) fields.set(`edges/${edge.from}/${edge.outlet}`, edge.to)
  for (const { id, text, position } of journey.notes ?? []) {
    fields.set(`notes/${id}`, {})
    fields.set(`notes/${id}/text`, text)
    fields.set(`notes/${id}/position`, { ...position })
  }
  return fields
}

function journeyOf(fields: Fields, theirs: Journey, mine: Journey): Journey {
  const nodes = unique([...theirs.nodes, ...mine.nodes], (node) => node.id).flatMap((node) => rebuilt(node, fields))
  const ids = new Set(nodes.map((node) => node.id))
  const edges = unique([...theirs.edges, ...mine.edges], (edge) => `${edge.from}/${edge.outlet}`).flatMap(
    ({ from, outlet }) => {
      const to = fields.get(`edges/${from}/${outlet}`)
      return typeof to === 'string' && ids.has(from) && ids.has(to) ? [{ from, outlet, to }] : []
    },
  )
  const notes = unique([...(theirs.notes ?? []), ...(mine.notes ?? [])], (note) => note.id).flatMap(({ id }) => {
    const text = fields.get(`notes/${id}/text`)
    const position = fields.get(`notes/${id}/position`)
    return fields.has(`notes/${id}`) && typeof text === 'string' && isPoint(position) ? [{ id, text, position }] : []
  })
  return {
    name: fields.get('name') === theirs.name ? theirs.name : mine.name,
    nodes,
    edges,
    settings: mergedSettings(fields, theirs, mine),
    ...(notes.length > 0 ? { notes } : {}),
  }
}

function mergedSettings(fields: Fields, theirs: Journey, mine: Journey): Journey['settings'] {
  const keep = (side: Journey) =>
    Object.fromEntries(
      Object.entries(side.settings).filter(
        ([key, value]) => value !== undefined && same(plain(value), fields.get(`settings/${key}`)),
      ),
    )
  return { ...keep(theirs), ...keep(mine) }
}

function rebuilt(node: JourneyNode, fields: Fields): JourneyNode[] {
  const at = `nodes/${node.id}`
  const position = fields.get(`${at}/position`)
  const name = fields.get(`${at}/name`)
  if (!fields.has(at) || !isPoint(position)) return []
  const prefix = `${at}/config/`
  const config = Object.fromEntries(
    [...fields].flatMap(([path, value]) => (path.startsWith(prefix) ? [[path.slice(prefix.length), value]] : [])),
  )
  const { name: _name, ...unnamed } = node
  return [{ ...unnamed, position, config, ...(typeof name === 'string' ? { name } : {}) }]
}

const isPoint = (value: Json | undefined): value is { x: number; y: number } =>
  typeof value === 'object' &&
  value !== null &&
  'x' in value &&
  typeof value.x === 'number' &&
  'y' in value &&
  typeof value.y === 'number'

const plain = (value: object | string | number): Json => JSON.parse(JSON.stringify(value))

function unique<T>(all: T[], key: (one: T) => string): T[] {
  const first = new Map<string, T>()
  for (const one of all) if (!first.has(key(one))) first.set(key(one), one)
  return [...first.values()]
}

/** Equal as JSON, whatever the order of keys. */
export function same(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((one, nth) => same(one, b[nth]))
  }
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => key in b && same(a[key], b[key]))
}

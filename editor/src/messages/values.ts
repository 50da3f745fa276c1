import type { Json } from '../store/journey.ts'

/** Something that a template may show. */
export interface TemplateValue {
  root: 'customer' | 'event' | 'entry' | 'journey' | 'workspace' | 'secrets'
  /** As Liquid names it: `customer.name`. */
  path: string
  /** What it was for somebody, where that is known. */
  example?: string
}

/** A place inside something that was seen, dotted, with some of its values. */
export interface Place {
  path: string
  samples: readonly Json[]
}

/** What was seen in this workspace. */
export interface Seen {
  /** Of the customer who is previewed: her values are the examples. */
  attributes: readonly { [name: string]: Json }[]
  /** Of what she did. */
  properties: readonly { [name: string]: Json }[]
  /** Of others, and of the events that the journey listens to. */
  places: Readonly<Record<'customer' | 'event' | 'entry', readonly Place[]>>
  secrets: readonly string[]
}

const deepest = 2
const mostOfOne = 60
const longestExample = 40

/** A name inside a value, as Liquid reads it. */
const inside = (path: string, name: string): string => {
  if (/^[A-Za-z_][\w-]*$/.test(name)) return `${path}.${name}`
  return name.includes('"') ? `${path}['${name}']` : `${path}["${name}"]`
}
/** Liquid has no way to write a quote of either kind in a name. */
const nameable = (name: string) => name !== '' && !(name.includes('"') && name.includes("'"))

/** Every value that a template can show here, each with the first example that was seen; in the order seen. */
export function valuesOf({ attributes, properties, places, secrets }: Seen): TemplateValue[] {
  const customer = [
    { root: 'customer', path: 'customer.id' } as const,
    ...leaves('customer', attributes),
    ...elsewhere('customer', places.customer),
  ]
  const happened = (root: 'event' | 'entry') => [
    { root, path: `${root}.name` },
    ...elsewhere(root, places[root]),
    ...leaves(root, properties),
  ]
  const all: TemplateValue[] = [
    ...customer,
    ...happened('event'),
    ...happened('entry'),
    { root: 'journey', path: 'journey.name' },
    { root: 'workspace', path: 'workspace.name' },
    ...secrets.map((name) => ({ root: 'secrets' as const, path: inside('secrets', name) })),
  ]
  const known = new Set<string>()
  return all.filter(({ path }) => !known.has(path) && known.add(path))
}

function leaves(root: 'customer' | 'event' | 'entry', seen: Seen['attributes']): TemplateValue[] {
  const found = new Map<string, TemplateValue>()
  const visit = (value: Json, path: string, depth: number) => {
    if (typeof value === 'object' && value !== null && !Array.isArray(value) && depth < deepest) {
      for (const [name, inner] of Object.entries(value)) if (nameable(name)) visit(inner, inside(path, name), depth + 1)
    } else if (!found.has(path) && found.size < mostOfOne) {
      const example = exampleOf(value)
      found.set(path, { root, path, ...(example === '' ? {} : { example }) })
    }
  }
  for (const one of seen) visit(one, root, 0)
  return [...found.values()]
}

const elsewhere = (root: 'customer' | 'event' | 'entry', places: readonly Place[]): TemplateValue[] =>
  places.slice(0, mostOfOne).flatMap(({ path, samples }) => {
    const names = path.split('.')
    if (!names.every(nameable)) return []
    const example = exampleOf(samples[0] ?? null)
    return { root, path: names.reduce(inside, root), ...(example === '' ? {} : { example }) }
  })

function exampleOf(value: Json): string {
  const text = typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value)
  return text.length > longestExample ? `${text.slice(0, longestExample - 1)}…` : text
}

/** What is typed for a value. */
export const outputOf = ({ path }: TemplateValue): string => `{{ ${path} }}`

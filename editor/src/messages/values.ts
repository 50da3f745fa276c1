import type { Json } from '../store/journey.ts'

/** Something that a template may show. */
export interface TemplateValue {
  root: 'customer' | 'event' | 'entry' | 'journey' | 'workspace' | 'secrets'
  /** As Liquid names it: `customer.name`. */
  path: string
  /** What it was for somebody, where that is known. */
  example?: string
}

/** What was seen in this workspace. */
export interface Seen {
  attributes: readonly { [name: string]: Json }[]
  properties: readonly { [name: string]: Json }[]
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
export function valuesOf({ attributes, properties, secrets }: Seen): TemplateValue[] {
  const customer = [{ root: 'customer', path: 'customer.id' } as const, ...leaves('customer', attributes)]
  const happened = (root: 'event' | 'entry') => [{ root, path: `${root}.name` }, ...leaves(root, properties)]
  const all: TemplateValue[] = [
    ...customer,
    ...happened('event'),
    ...happened('entry'),
    { root: 'journey', path: 'journey.name' },
    { root: 'workspace', path: 'workspace.name' },
    ...secrets.map((name) => ({ root: 'secrets' as const, path: inside('secrets', name) })),
  ]
  return [...new Map(all.map((value) => [value.path, value])).values()]
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

function exampleOf(value: Json): string {
  const text = typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value)
  return text.length > longestExample ? `${text.slice(0, longestExample - 1)}…` : text
}

/** What is typed for a value. */
export const outputOf = ({ path }: TemplateValue): string => `{{ ${path} }}`

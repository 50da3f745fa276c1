import type { Config, Json } from '../store/journey.ts'
import { same } from '../store/merge.ts'

/** What two configs differ by, as a JSON pointer to the one text or number that changed; undefined when it is more than one. */
export function changedField(before: Json | undefined, after: Json | undefined): string | undefined {
  if (isLeaf(before) && isLeaf(after)) return before === after ? undefined : ''
  if (!isTree(before) || !isTree(after)) return undefined
  const a = new Map(Object.entries(before))
  const b = new Map(Object.entries(after))
  if (Array.isArray(before) && a.size !== b.size) return undefined
  const differing = [...new Set([...a.keys(), ...b.keys()])].filter((key) => !same(a.get(key), b.get(key)))
  const [key] = differing
  if (key === undefined || differing.length > 1) return undefined
  const inner = changedField(a.get(key), b.get(key))
  return inner === undefined ? undefined : `/${key}${inner}`
}

const isLeaf = (value: Json | undefined) =>
  value === undefined || typeof value === 'string' || typeof value === 'number'
const isTree = (value: Json | undefined): value is Config | Json[] => typeof value === 'object' && value !== null

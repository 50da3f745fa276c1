import type { Json, JsonObject } from '@wend/nodes/sdk/json'
import { z } from 'zod'
import { instantMs } from '../rules/instant.ts'

/** What kind of value was seen: JSON's, and a text that rules read as a time. */
const kinds = ['string', 'number', 'boolean', 'time', 'list', 'object', 'null'] as const
type Kind = (typeof kinds)[number]

/** A place in what was sent, as rules name it (`address.city`): how many had it, with what kinds of values, and some of them. */
export const seenPlace = z.object({
  path: z.string(),
  count: z.int(),
  kinds: z.array(z.enum(kinds)),
  samples: z.array(z.union([z.string(), z.number(), z.boolean()])),
})
export type SeenPlace = z.output<typeof seenPlace>

const deepest = 3
const mostPlaces = 100
const mostSamples = 8
const longestSample = 100

/**
 * The places that objects have, those that most of them have first. Keys with a dot are left out: rules cannot name them.
 * Long texts are no samples.
 */
export function seenIn(objects: readonly JsonObject[]): SeenPlace[] {
  const places = new Map<string, { count: number; kinds: Set<Kind>; samples: Set<string | number | boolean> }>()
  const look = (object: JsonObject, path: string, depth: number): void => {
    for (const [key, value] of Object.entries(object)) {
      if (key === '' || key.includes('.')) continue
      const at = `${path}${key}`
      const kind = kindOf(value)
      const place = places.get(at) ?? { count: 0, kinds: new Set(), samples: new Set() }
      if (!places.has(at) && places.size >= mostPlaces * 2) continue
      places.set(at, place)
      place.count++
      place.kinds.add(kind)
      if (isSample(value) && place.samples.size < mostSamples) place.samples.add(value)
      if (isObject(value) && depth < deepest) look(value, `${at}.`, depth + 1)
    }
  }
  for (const object of objects) look(object, '', 1)
  return [...places]
    .map(([path, { count, kinds: found, samples }]) => ({ path, count, kinds: [...found], samples: [...samples] }))
    .sort((a, b) => b.count - a.count || (a.path < b.path ? -1 : 1))
    .slice(0, mostPlaces)
}

const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isSample = (value: Json): value is string | number | boolean =>
  typeof value === 'number' ||
  typeof value === 'boolean' ||
  (typeof value === 'string' && value.length <= longestSample)

function kindOf(value: Json): Kind {
  if (value === null) return 'null'
  if (typeof value === 'string') return instantMs(value) === undefined ? 'string' : 'time'
  if (typeof value === 'number') return 'number'
  if (typeof value === 'boolean') return 'boolean'
  return Array.isArray(value) ? 'list' : 'object'
}

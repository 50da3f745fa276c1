import type { Config, Json } from './journey.ts'

/** What came as unknown, as JSON: keys without a value are left out, and what JSON cannot hold too. */
function jsonOf(value: unknown): Json | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value
  if (Array.isArray(value)) return value.map((one) => jsonOf(one) ?? null)
  if (typeof value !== 'object') return undefined
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, one]): [string, Json][] => {
      const kept = jsonOf(one)
      return kept === undefined ? [] : [[key, kept]]
    }),
  )
}

const isObject = (value: Json | undefined): value is Config =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The same for what has to be an object; anything else is an empty one. */
export function objectOf(value: unknown): Config {
  const json = jsonOf(value)
  return isObject(json) ? json : {}
}

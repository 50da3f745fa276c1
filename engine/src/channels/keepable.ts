import type { Json } from '@wend/nodes/sdk/json'

const loneSurrogates = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g

/** A text as Postgres can keep it: without NUL, and lone surrogates replaced. */
export const keepable = (text: string): string => text.replaceAll('\0', '').replace(loneSurrogates, '\uFFFD')

/** One line, for headers: control characters become blanks. */
export const oneLine = (text: string): string =>
  keepable(text)
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim()

const deepest = 100

/** A JSON value whose texts were mapped, keys too; undefined where it is nested deeper than 100 levels. */
export function mapTexts(value: Json, map: (text: string) => string, depth = 0): Json | undefined {
  if (typeof value === 'string') return map(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth === deepest) return undefined
  if (Array.isArray(value)) {
    const members = value.map((member) => mapTexts(member, map, depth + 1))
    return members.every((member) => member !== undefined) ? members : undefined
  }
  const entries: [string, Json][] = []
  for (const [key, member] of Object.entries(value)) {
    const mapped = mapTexts(member, map, depth + 1)
    if (mapped === undefined) return undefined
    entries.push([map(key), mapped])
  }
  return Object.fromEntries(entries)
}

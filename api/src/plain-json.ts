/// <reference lib="es2024.string" />

/**
 * Why a value is refused although it is JSON. `too-deep`: nested deeper than asked. `bad-text`: a NUL or half a
 * surrogate pair, which Postgres cannot hold. `bad-key`: `__proto__`, which is no plain key in JavaScript.
 * `bad-number`: beyond what a double holds.
 */
export interface Fault {
  code: 'too-deep' | 'bad-text' | 'bad-key' | 'bad-number'
  /** A JSON pointer. */
  path: string
}

const isWhole = (text: string): boolean => !text.includes('\0') && text.isWellFormed()

/** A name as a part of a JSON pointer. Long or broken names are cut, so that an answer can always carry them. */
export const pointer = (name: string | number): string =>
  `/${String(name).slice(0, 100).toWellFormed().replaceAll('\0', '\uFFFD').replaceAll('~', '~0').replaceAll('/', '~1')}`

/** The first thing in a parsed JSON value that must not be stored; looks no deeper than `deepest` levels. */
export function faultOf(value: unknown, deepest: number): Fault | undefined {
  const found = find(value, deepest)
  return found && { code: found.code, path: found.names.map(pointer).join('') }
}

interface Found {
  code: Fault['code']
  /** From the outside in. Filled on the way back only: most values have nothing to name. */
  names: (string | number)[]
}

function find(value: unknown, deepest: number): Found | undefined {
  if (typeof value === 'string') return isWhole(value) ? undefined : { code: 'bad-text', names: [] }
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : { code: 'bad-number', names: [] }
  if (typeof value !== 'object' || value === null) return undefined
  if (deepest === 0) return { code: 'too-deep', names: [] }
  if (Array.isArray(value)) {
    for (const [index, member] of value.entries()) {
      const found = find(member, deepest - 1)
      if (found) return { code: found.code, names: [index, ...found.names] }
    }
    return undefined
  }
  for (const [key, member] of Object.entries(value)) {
    if (!isWhole(key)) return { code: 'bad-text', names: [key] }
    if (key === '__proto__') return { code: 'bad-key', names: [key] }
    const found = find(member, deepest - 1)
    if (found) return { code: found.code, names: [key, ...found.names] }
  }
  return undefined
}

/** JSON text of a value of any depth: what lies deeper than `deepest` levels is told by a word. */
export function shortened(value: unknown, deepest: number): string {
  return JSON.stringify(cut(value, deepest))
}

function cut(value: unknown, deepest: number): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (deepest === 0) return Array.isArray(value) ? '[deeper list]' : '[deeper object]'
  if (Array.isArray(value)) return value.map((member) => cut(member, deepest - 1))
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, cut(member, deepest - 1)]))
}

/** Whether it is an object of JSON, not a list. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

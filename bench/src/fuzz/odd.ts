/// <reference lib="es2024.string" />
import fc from 'fast-check'

/** Texts that have broken something somewhere. */
export const oddText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '\0',
    'a\0b',
    '\ud800',
    'x\udc00y',
    '\ufeffx',
    '\u202etxt',
    '__proto__',
    'constructor',
    'toString',
    'NaN',
    'Infinity',
    '-1',
    '1e999',
    '0x10',
    'null',
    'undefined',
    "'; DROP TABLE customer; --",
    '%',
    '%00',
    '%_%',
    '../../etc/passwd',
    '{{ customer.x }}',
    '{% for i in (1..100000000) %}x{% endfor %}',
    '<script>',
    '0000-01-01T00:00:00Z',
    '9999-12-31T23:59:59.999Z',
    '2026-02-30T00:00:00Z',
    '+275760-09-13T00:00:00.000Z',
    'PT1S',
    'P9999Y',
    '-P1D',
    'a'.repeat(200),
    'é'.repeat(500),
    '金'.repeat(500),
    '😀'.repeat(250),
    'x'.repeat(5_000),
    'y'.repeat(40_000),
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
)

/** JSON values where something else is expected. */
const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  oddText,
  fc.constantFrom(
    null,
    true,
    false,
    0,
    -0,
    -1,
    1.5,
    1e308,
    -1e308,
    5e-324,
    2 ** 31,
    2 ** 53,
    2 ** 63,
    [],
    {},
    [[]],
    [null],
    { constructor: { prototype: { polluted: 1 } } },
    { length: 1 },
    { toString: 1 },
  ),
  fc.tuple(fc.integer({ min: 2, max: 300 }), fc.boolean()).map(([levels, isList]) => nested(levels, isList)),
  fc.jsonValue({ maxDepth: 3 }),
)

function nested(levels: number, isList: boolean): unknown {
  let value: unknown = 1
  for (let level = 0; level < levels; level++) value = isList ? [value] : { a: value }
  return value
}

/** One change to a JSON value: where, by running number, and what. */
export interface Change {
  nth: number
  how: 'replace' | 'remove' | 'add' | 'repeat' | 'rename'
  value: unknown
  name: string
}

export const change: fc.Arbitrary<Change> = fc.record({
  nth: fc.nat(200),
  how: fc.constantFrom('replace', 'replace', 'remove', 'add', 'repeat', 'rename'),
  value: oddValue,
  name: oddText,
})

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** How many values there are in a value, itself included. */
function sizeOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1
  return Object.values(value).reduce<number>((sum, member) => sum + sizeOf(member), 1)
}

/** A value with one thing in it changed. The value itself stays as it is. */
export function changed(value: unknown, { nth, ...change }: Change): unknown {
  let left = nth % sizeOf(value)
  const visit = (at: unknown): unknown => {
    if (left-- === 0) return applied(at, change)
    if (left < 0 || typeof at !== 'object' || at === null) return at
    if (Array.isArray(at)) return at.map(visit)
    return Object.fromEntries(Object.entries(at).map(([key, member]) => [key, visit(member)]))
  }
  return visit(value)
}

/** The members again and again, 20,000 values in all at most: a change may meet what another has repeated. */
function repeated(list: readonly unknown[]): unknown[] {
  const length = Math.min(3_000, Math.floor((20_000 * list.length) / sizeOf(list)))
  return Array.from({ length }, (_, nth) => list[nth % list.length])
}

function applied(at: unknown, { how, value, name }: Omit<Change, 'nth'>): unknown {
  if (Array.isArray(at)) {
    if (how === 'remove') return at.slice(1)
    if (how === 'add') return [...at, value]
    if (how === 'repeat') return repeated(at)
  } else if (isPlain(at)) {
    const [first] = Object.entries(at)
    if (how === 'add') return { ...at, [name]: value }
    if (how === 'remove' && first) return Object.fromEntries(Object.entries(at).slice(1))
    if (how === 'rename' && first) return Object.fromEntries([...Object.entries(at).slice(1), [name, first[1]]])
  } else if (how === 'repeat' && typeof at === 'string') return at.slice(0, 50).repeat(1_000)
  return value
}

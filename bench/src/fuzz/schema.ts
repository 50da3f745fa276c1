import fc from 'fast-check'
import { z } from 'zod'

/** The part of JSON Schema that the OpenAPI document uses. */
export interface Schema {
  $ref?: string | undefined
  type?: string | string[] | undefined
  enum?: unknown[] | undefined
  const?: unknown
  format?: string | undefined
  pattern?: string | undefined
  minLength?: number | undefined
  maxLength?: number | undefined
  minimum?: number | undefined
  maximum?: number | undefined
  maxItems?: number | undefined
  minItems?: number | undefined
  required?: string[] | undefined
  properties?: Record<string, Schema> | undefined
  additionalProperties?: Schema | boolean | undefined
  items?: Schema | undefined
  anyOf?: Schema[] | undefined
  oneOf?: Schema[] | undefined
  allOf?: Schema[] | undefined
  widget?: string | undefined
}

export const schema: z.ZodType<Schema> = z.lazy(() =>
  z.object({
    $ref: z.string().optional(),
    type: z.union([z.string(), z.array(z.string())]).optional(),
    enum: z.array(z.unknown()).optional(),
    const: z.unknown().optional(),
    format: z.string().optional(),
    pattern: z.string().optional(),
    minLength: z.number().optional(),
    maxLength: z.number().optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    maxItems: z.number().optional(),
    minItems: z.number().optional(),
    required: z.array(z.string()).optional(),
    properties: z.record(z.string(), schema).optional(),
    additionalProperties: z.union([z.boolean(), schema]).optional(),
    items: schema.optional(),
    anyOf: z.array(schema).optional(),
    oneOf: z.array(schema).optional(),
    allOf: z.array(schema).optional(),
    widget: z.string().optional(),
  }),
)

/** What a value is drawn from where its schema alone would hardly ever be met. */
export interface Hints {
  /** By the name of a component: a whole journey. */
  components: Record<string, fc.Arbitrary<unknown>>
  /** By the name of a property: ids of what exists. */
  properties: Record<string, fc.Arbitrary<unknown>>
  /** By the widget of a node's field. */
  widgets: Record<string, fc.Arbitrary<unknown>>
}

/** Values that a schema allows, or nearly: what it says in words only is not obeyed. */
export function valuesOf(root: Record<string, Schema>, hints: Hints): (of: Schema) => fc.Arbitrary<unknown> {
  const of = (at: Schema, depth: number): fc.Arbitrary<unknown> => {
    const hinted = at.widget === undefined ? undefined : hints.widgets[at.widget]
    if (hinted) return hinted
    if (at.$ref !== undefined) {
      const name = at.$ref.split('/').at(-1) ?? ''
      return hints.components[name] ?? of(root[name] ?? {}, depth + 1)
    }
    if (at.const !== undefined) return fc.constant(at.const)
    if (at.enum?.length) return fc.constantFrom(...at.enum)
    const ways = at.anyOf ?? at.oneOf
    if (ways?.length) return fc.oneof(...ways.map((way) => of(way, depth + 1)))
    if (at.allOf?.[0]) return of(at.allOf[0], depth)
    if (Array.isArray(at.type)) return fc.oneof(...at.type.map((type) => of({ ...at, type }, depth)))
    if (at.properties || at.type === 'object') return objectOf(at, depth)
    return plainOf(at, depth)
  }

  const objectOf = ({ properties = {}, required = [], additionalProperties }: Schema, depth: number) => {
    const members = Object.entries(properties).map(
      ([name, member]) => [name, hints.properties[name] ?? of(member, depth + 1)] as const,
    )
    const own = fc.record(Object.fromEntries(members), { requiredKeys: required })
    if (additionalProperties === false || depth > 6) return own
    const free = typeof additionalProperties === 'object' ? of(additionalProperties, depth + 1) : anyJson
    return fc
      .tuple(fc.dictionary(fc.string({ minLength: 1, maxLength: 12 }), free, { maxKeys: 3 }), own)
      .map(([more, known]) => ({ ...more, ...known }))
  }

  const plainOf = (at: Schema, depth: number): fc.Arbitrary<unknown> => {
    switch (at.type) {
      case 'array':
        return depth > 6
          ? fc.constant([])
          : fc.array(of(at.items ?? {}, depth + 1), {
              minLength: at.minItems ?? 0,
              maxLength: Math.max(at.minItems ?? 0, Math.min(4, at.maxItems ?? 4)),
            })
      case 'integer':
        return fc.integer({ min: Math.max(at.minimum ?? -10, -(2 ** 31)), max: Math.min(at.maximum ?? 1_000, 2 ** 31) })
      case 'number':
        return fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }))
      case 'boolean':
        return fc.boolean()
      case 'null':
        return fc.constant(null)
      case 'string':
        return textOf(at)
      default:
        return anyJson
    }
  }
  return (at) => of(at, 0)
}

const anyJson = fc.oneof(
  fc.constantFrom<unknown>('a', 1, true, null, 'purchase', '2026-01-31T09:30:00Z'),
  fc.jsonValue({ maxDepth: 2 }),
)

const instant = fc.integer({ min: 0, max: 4_000_000_000 }).map((seconds) => new Date(seconds * 1000).toISOString())

function textOf({ format, pattern, minLength = 0, maxLength = 40 }: Schema): fc.Arbitrary<string> {
  if (format === 'date-time') return instant
  if (format === 'uuid') return fc.uuid()
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern.slice(0, 2_000)), { size: 'xsmall' })
  return fc.oneof(
    fc.constantFrom('a', 'purchase', 'next', 'PT2H').filter((text) => text.length >= minLength),
    fc.string({ minLength, maxLength: Math.max(minLength, Math.min(maxLength, 40)) }),
    {
      weight: 1,
      arbitrary: fc.constantFrom(minLength, Math.min(maxLength, 2_000)).map((length) => 'x'.repeat(length)),
    },
  )
}

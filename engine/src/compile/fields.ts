import type { NodeType } from '@wend/nodes/sdk/define-node'
import type { Json } from '@wend/nodes/sdk/json'
import { z } from 'zod'
import { pointerKey } from '../rules/json-tree.ts'

/** A value in a config that its schema says something about beyond its type: a rule, a template, a duration, an event. */
export interface Field {
  /** JSON pointer inside the config. */
  path: string
  widget: string
  /** Where a template stands. */
  format?: string | undefined
  /** Whether a template may name secrets. */
  secrets: boolean
  value: Json
}

type Schema = Record<string, unknown>

const schemas = new WeakMap<NodeType, Schema>()

/** A node type's config as JSON Schema, made once. */
function schemaOf(type: NodeType): Schema {
  const known = schemas.get(type)
  if (known) return known
  const made: Schema = z.toJSONSchema(type.config, { io: 'input', target: 'draft-7', unrepresentable: 'any' })
  schemas.set(type, made)
  return made
}

/** Every value in a config that has a widget hint, found by walking the schema beside it. The config need not be valid. */
export function fieldsOf(type: NodeType, config: Json): Field[] {
  const root = schemaOf(type)
  const found = new Map<string, Field>()
  visit(root, config, '')
  return [...found.values()]

  function visit(schema: unknown, value: Json | undefined, path: string): void {
    if (!isSchema(schema) || value === undefined || !mayBe(schema, value)) return
    const { widget, format, secrets } = schema
    if (typeof widget === 'string') {
      const where = { format: typeof format === 'string' ? format : undefined, secrets: secrets === true }
      const field = { path, widget, ...where, value }
      found.set(`${path} ${widget}`, field)
      // Nothing inside a rule is a field of its own.
      if (widget === 'rule') return
    }
    const target = resolve(schema.$ref)
    if (target) visit(target, value, path)
    for (const word of ['allOf', 'anyOf', 'oneOf']) {
      const alternatives = schema[word]
      if (Array.isArray(alternatives)) for (const alternative of alternatives) visit(alternative, value, path)
    }
    if (typeof value !== 'object' || value === null) return
    if (Array.isArray(value)) {
      for (const [nth, inner] of value.entries()) visit(schema.items, inner, `${path}/${nth}`)
      return
    }
    const properties = isSchema(schema.properties) ? schema.properties : {}
    for (const [key, inner] of Object.entries(value)) {
      const own = Object.hasOwn(properties, key) ? properties[key] : schema.additionalProperties
      visit(own, inner, `${path}/${pointerKey(key)}`)
    }
  }

  function resolve(ref: unknown): unknown {
    if (typeof ref !== 'string') return undefined
    if (ref === '#') return root
    const name = /^#\/definitions\/([^/]+)$/.exec(ref)?.[1]
    const definitions = root.definitions
    return name !== undefined && isSchema(definitions) ? definitions[name] : undefined
  }
}

const isSchema = (schema: unknown): schema is Schema =>
  typeof schema === 'object' && schema !== null && !Array.isArray(schema)

/** Whether a value has the type that a schema names, so that of several alternatives the right one is walked. */
function mayBe({ type }: Schema, value: Json): boolean {
  if (typeof type !== 'string') return true
  if (value === null) return type === 'null'
  if (Array.isArray(value)) return type === 'array'
  return type === (typeof value === 'number' ? (type === 'integer' ? 'integer' : 'number') : typeof value)
}

import type { NodeType } from '../api/types.ts'
import type { Config, Json } from '../store/journey.ts'

/** The part of a type's schema that its quick fields make, and their keys in the config. */
export function quickFields({ schema, quick }: Pick<NodeType, 'schema' | 'quick'>): {
  schema: Config
  keys: ReadonlySet<string>
} {
  const keys = new Set(quick.map((path) => path.split('.')[0] ?? path))
  const required = Array.isArray(schema.required) ? schema.required : []
  return {
    keys,
    schema: {
      ...schema,
      properties: isObject(schema.properties) ? onlyFields(schema.properties, keys) : {},
      required: required.filter((key) => typeof key === 'string' && keys.has(key)),
    },
  }
}

export const onlyFields = (config: Config, keys: ReadonlySet<string>): Config =>
  Object.fromEntries(Object.entries(config).filter(([key]) => keys.has(key)))

export const withoutFields = (config: Config, keys: ReadonlySet<string>): Config =>
  Object.fromEntries(Object.entries(config).filter(([key]) => !keys.has(key)))

const isObject = (value: Json | undefined): value is Config =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

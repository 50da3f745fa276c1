import type { RJSFSchema, UiSchema } from '@rjsf/utils'
import type { NodeTexts } from '../api/types.ts'
import type { Json } from '../store/journey.ts'

type Schema = { [key: string]: Json }

export interface Form {
  schema: RJSFSchema
  uiSchema: UiSchema
}

/** Widgets that take the whole value, whatever shape it has. */
const wholeValue = new Set(['rule', 'key-values', 'names', 'weekdays', 'json'])
/** Widgets of one text or number. */
const single = new Set(['duration', 'offset', 'template', 'datetime', 'time', 'event', 'attribute'])

/**
 * A config's JSON Schema as a form: titles, help and choices in the operator's language, a widget for each field. A hint
 * that is not known gives a plain field; a shape that no form can draw gives its JSON.
 */
export function formOf(schema: Schema, words: Pick<NodeTexts, 'fields' | 'help' | 'choices'>): Form {
  return objectForm(schema, words, [])
}

type Words = Pick<NodeTexts, 'fields' | 'help' | 'choices'>

function objectForm(schema: Schema, words: Words, path: readonly string[]): Form {
  const properties = asSchema(schema.properties) ?? {}
  // In the order that the author gave them words in, which is how they are told; others follow.
  const told = Object.keys(words.fields).map((field) => field.split('.'))
  const order = (key: string) => told.findIndex((field) => field.join('.') === [...path, key].join('.'))
  const keys = Object.keys(properties).sort((a, b) => (order(a) + 1 || 999) - (order(b) + 1 || 999))
  const form: Form = {
    schema: { type: 'object', properties: {}, ...requiredOf(schema) },
    uiSchema: { 'ui:order': keys },
  }
  for (const key of keys) {
    const property = asSchema(properties[key])
    if (!property) continue
    const field = fieldForm(property, words, [...path, key])
    form.schema.properties = { ...form.schema.properties, [key]: field.schema }
    form.uiSchema[key] =
      Array.isArray(schema.required) && schema.required.includes(key)
        ? { 'ui:emptyValue': '', ...field.uiSchema }
        : field.uiSchema
  }
  return form
}

function fieldForm(property: Schema, words: Words, path: readonly string[]): Form {
  const name = path.join('.')
  const title = words.fields[name] ?? path.at(-1) ?? ''
  const help = words.help?.[name]
  const described = { title, ...(help === undefined ? {} : { description: help }) }
  const { widget, type } = property

  if (widget === 'branch-id') return { schema: { ...described, type: 'string' }, uiSchema: { 'ui:widget': 'hidden' } }
  if (typeof widget === 'string' && wholeValue.has(widget)) {
    const values = asSchema(property.additionalProperties)
    const onlyText = values?.type === 'string'
    return {
      schema: { ...described },
      uiSchema: { 'ui:field': widget, 'ui:options': { onlyText, secrets: values?.secrets === true } },
    }
  }
  const form = shapeForm(property, words, path)
  if (!form) return { schema: { ...described }, uiSchema: { 'ui:field': 'json' } }
  const hint = typeof widget === 'string' && single.has(widget) && type === 'string' ? { 'ui:widget': widget } : {}
  const secrets = property.secrets === true
  const format = typeof property.format === 'string' ? { 'ui:options': { format: property.format, secrets } } : {}
  return { schema: { ...form.schema, ...described }, uiSchema: { ...form.uiSchema, ...hint, ...format } }
}

/** By its JSON type; undefined for what no form can draw. Defaults stay out: opening a form changes nothing. */
function shapeForm(property: Schema, words: Words, path: readonly string[]): Form | undefined {
  const { type } = property
  if (Array.isArray(property.enum) && (type === 'string' || type === 'number' || type === 'integer')) {
    const names = property.enum.map((choice) => words.choices?.[`${path.join('.')}.${choice}`] ?? String(choice))
    return { schema: { type, enum: property.enum }, uiSchema: { 'ui:enumNames': names, 'ui:widget': 'select' } }
  }
  if (type === 'string') return { schema: { type: 'string' }, uiSchema: {} }
  if (type === 'number' || type === 'integer') return { schema: { type }, uiSchema: { 'ui:widget': 'number' } }
  if (type === 'boolean') return { schema: { type }, uiSchema: { 'ui:widget': 'switch' } }
  if (type === 'object' && asSchema(property.properties)) return objectForm(property, words, path)
  if (type === 'object' && property.additionalProperties !== undefined)
    return { schema: {}, uiSchema: { 'ui:field': 'key-values' } }
  const items = asSchema(property.items)
  if (type === 'array' && items?.type === 'object' && asSchema(items.properties)) {
    const item = objectForm(items, words, path)
    return {
      schema: { type: 'array', items: item.schema },
      uiSchema: { 'ui:title': words.fields[path.join('.')] ?? path.join('.'), items: item.uiSchema },
    }
  }
  if (type === 'array' && items?.type === 'string') return { schema: {}, uiSchema: { 'ui:field': 'names' } }
  return undefined
}

const requiredOf = (schema: Schema): { required?: string[] } =>
  Array.isArray(schema.required) ? { required: schema.required.filter((key) => typeof key === 'string') } : {}

const asSchema = (value: Json | undefined): Schema | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined

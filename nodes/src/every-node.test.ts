import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { catalog } from './catalog.ts'
import { addDuration } from './sdk/calendar.ts'
import { type NodeType, type Outcome, outletsOf } from './sdk/define-node.ts'
import { languages } from './sdk/issue.ts'
import { mondayMorningMs, type Visitor, visit } from './sdk/testing.ts'

// What every node promises, whatever it is for. A new node type is checked by standing in the catalog.

const part = z.looseObject({
  type: z.unknown().optional(),
  widget: z.string().optional(),
  format: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  additionalProperties: z.unknown().optional(),
  get properties() {
    return z.record(z.string(), part).optional()
  },
  get items() {
    return part.optional()
  },
})
type Part = z.output<typeof part>

const schemaOf = (node: NodeType): Part => part.parse(z.toJSONSchema(node.config, { io: 'input', target: 'draft-7' }))

/** Every field of a form by its path without indices. What a widget draws as a whole is not looked into. */
function fieldsOf(schema: Part, at = ''): { path: string; field: Part }[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const path = at + name
    const inside = field.widget ? [] : fieldsOf(field.items ?? field, `${path}.`)
    return [{ path, field }, ...inside]
  })
}

/** The defaults as an operator would complete them: every empty text filled in, every empty set of names given one. */
function completed(value: unknown): unknown {
  if (value === '') return 'https://example.com/'
  if (Array.isArray(value)) return value.map(completed)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).map(([name, inner]) => {
    const isEmpty =
      typeof inner === 'object' && inner !== null && !Array.isArray(inner) && Object.keys(inner).length === 0
    return [name, isEmpty ? { example: 'text' } : completed(inner)]
  })
  return Object.fromEntries(members)
}

const configOf = (node: NodeType): Record<string, unknown> => node.config.parse(completed(node.defaults))

/** Customers of all kinds, so that a node has reason to answer in every way that it can. */
const visitors: Visitor[] = [0, 0.3, 0.6, 0.999].flatMap((chance) =>
  [true, false].flatMap((holds) =>
    [mondayMorningMs, mondayMorningMs + 1].map((nowMs) => ({ chance, holds, nowMs, zone: 'Asia/Shanghai' })),
  ),
)

/** What may come of what a node asked for. */
function wakesOf(outcome: Outcome): string[] {
  if (outcome.kind === 'wait') return ['time', ...outcome.on.map(({ id }) => id)]
  return outcome.kind === 'deliver' ? ['delivered', 'failed', 'blocked'] : []
}

test('each folder’s node is in the catalog', async () => {
  const folders = readdirSync(import.meta.dirname, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && entry.name !== 'sdk',
  )
  for (const { name } of folders) {
    const exported: Record<string, unknown> = await import(`./${name}/node.ts`)
    expect(catalog.all.some((node) => Object.values(exported).includes(node))).toBe(true)
    expect(catalog.all.map(({ type }) => type)).toContain(name)
  }
})

describe.each(catalog.all.map((node) => [`${node.type} ${node.version}`, node] as const))('%s', (_name, node) => {
  const schema = schemaOf(node)
  const fields = fieldsOf(schema)
  const paths = fields.map(({ path }) => path).sort()
  const fixed = node.outlets.filter((outlet) => typeof outlet === 'string').sort()

  test('is named by lower-case words and a version', () => {
    expect(node.type).toMatch(/^[a-z]+(-[a-z]+)*$/)
    expect(Number.isInteger(node.version) && node.version >= 1).toBe(true)
  })

  test('starts with defaults that only want completing', () => {
    expect(node.validate?.(configOf(node), 'en') ?? []).toEqual([])
  })

  test('refuses keys that it does not know, at every depth', () => {
    const objects = [schema, ...fields.flatMap(({ field }) => (field.widget ? [] : [field.items ?? field]))]
    for (const object of objects.filter(({ type }) => type === 'object'))
      expect(object.additionalProperties).toBe(false)
  })

  test('says of each template where it will stand', () => {
    const all = fields.flatMap(({ field }) => [field, part.safeParse(field.additionalProperties).data ?? field])
    for (const { format } of all.filter(({ widget }) => widget === 'template'))
      expect(['text', 'html', 'json', 'url', 'header']).toContain(format)
  })

  test.each(languages)('has every word in %s', (language) => {
    const { name, description, summary, fields: titles, help = {}, outlets, choices = {} } = node.texts[language]
    const wanted = fields.flatMap(({ path, field }) =>
      (field.enum ?? field.items?.enum ?? []).map((value) => `${path}.${String(value)}`),
    )
    expect(Object.keys(titles).sort()).toEqual(paths)
    expect(Object.keys(outlets).sort()).toEqual(fixed)
    expect(Object.keys(choices).sort()).toEqual(wanted.sort())
    expect(paths).toEqual(expect.arrayContaining(Object.keys(help)))
    const words = [name, description, summary, ...[titles, help, outlets, choices].flatMap(Object.values)]
    for (const word of words) expect(word.trim()).not.toBe('')
    expect(/\p{Script=Han}/u.test(description)).toBe(language === 'zh-CN')
  })

  test('says the same in every language', () => {
    const shape = languages.map((language) => {
      const { help = {}, summary } = node.texts[language]
      return { help: Object.keys(help).sort(), summary: (summary.match(/\{[^}]*\}/g) ?? []).sort() }
    })
    for (const one of shape) expect(one).toEqual(shape[0])
  })

  test('sums itself up by fields that it has', () => {
    for (const language of languages) {
      for (const [placeholder] of node.texts[language].summary.matchAll(/\{[^}]*\}/g)) {
        const [, path, format = 'text'] = /^\{([\w.-]+)(?::(\w+))?\}$/.exec(placeholder) ?? []
        expect(paths).toContain(path)
        expect(['duration', 'count', 'rule', 'list', 'text']).toContain(format)
      }
    }
    expect(paths).toEqual(expect.arrayContaining([...node.quick]))
  })

  test('has outlets that are words, or one for each member of a list', () => {
    for (const outlet of node.outlets) {
      if (typeof outlet === 'string') expect(outlet).toMatch(/^[a-z]+(-[a-z]+)*$/)
      else
        expect(paths).toEqual(
          expect.arrayContaining([outlet.each, `${outlet.each}.id`, `${outlet.each}.${outlet.label}`]),
        )
    }
  })

  test('lets customers in exactly when it is an entry', () => {
    expect(node.entry !== undefined).toBe(node.category === 'enter')
    if (node.entry) expect(node.entry(configOf(node)).by).toMatch(/^(event|api)$/)
  })

  test('answers the same twice, and leaves its config alone', () => {
    const config = configOf(node)
    const before = structuredClone(config)
    for (const visitor of visitors) {
      const answers = [1, 2].map(() => {
        const outcome = visit(node, config, visitor).enter()
        return [outcome, ...wakesOf(outcome).map((by) => visit(node, config, visitor).wake({ by }))]
      })
      expect(answers[0]).toEqual(answers[1])
    }
    expect(config).toEqual(before)
  })

  // That no other way out is taken, the kit checks.
  test('lets somebody leave by each of its outlets', () => {
    const config = configOf(node)
    const answers = visitors.flatMap((visitor) => {
      const outcome = visit(node, config, visitor).enter()
      return [outcome, ...wakesOf(outcome).map((by) => visit(node, config, visitor).wake({ by }))]
    })
    const taken = new Set(answers.flatMap((answer) => (answer.kind === 'leave' ? [answer.outlet] : [])))
    expect([...taken]).toEqual(expect.arrayContaining(outletsOf(node, config)))
  })

  // The editor tells from it on which day somebody comes to a step at the earliest.
  test('keeps whoever leaves by an outlet at least as long as it says', () => {
    const config = configOf(node)
    for (const [outlet, path] of Object.entries(node.takes ?? {})) {
      expect(fixed).toContain(outlet)
      expect(fields.find((field) => field.path === path)?.field.widget).toBe('duration')
      for (const visitor of visitors) {
        const outcome = visit(node, config, visitor).enter()
        expect(outcome).not.toMatchObject({ kind: 'leave', outlet })
        const by = wakesOf(outcome).filter((one) => {
          const woken = visit(node, config, visitor).wake({ by: one })
          return woken.kind === 'leave' && woken.outlet === outlet
        })
        expect(by).toEqual(['time'])
        const leastMs = addDuration(visitor.nowMs ?? Number.NaN, String(config[path]), visitor.zone ?? 'UTC')
        expect(outcome.kind === 'wait' && outcome.untilMs).toBeGreaterThanOrEqual(leastMs)
      }
    }
  })

  test('is drawn with shapes alone', () => {
    const shape =
      /^(<(path|circle|ellipse|rect|line|polyline|polygon)( (d|c[xy]|r[xy]?|[xy][12]?|width|height|points|fill|fill-rule|stroke|stroke-(width|linecap|linejoin))="[\w\s.,#-]*")*\/>)+$/
    expect(node.icon).toMatch(shape)
  })
})

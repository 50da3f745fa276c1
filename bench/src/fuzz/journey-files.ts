import { anyRule } from '@wend/engine/rules/testing'
import { catalog } from '@wend/nodes/catalog'
import type { NodeType } from '@wend/nodes/sdk/define-node'
import fc from 'fast-check'
import { z } from 'zod'
import { anyTemplate } from './liquid-texts.ts'
import { change, changed } from './odd.ts'
import { schema, valuesOf } from './schema.ts'

/** Events that random journeys listen to and random customers do. */
export const eventNames = ['purchase', 'add_to_cart', 'login', 'Order Completed', 'page']
const ids = ['in', 'a', 'b', 'c', 'd', 'e', 'mail']
const branchIds = ['yes', 'no', 'vip']
const attributes = ['level', 'name', 'renews_at', 'plan.price', 'tags']

const event = fc.constantFrom(...eventNames)
const duration = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom('PT0S', 'PT1S', 'PT30M', 'P1D', 'P2W', 'P1M', 'P9Y') },
  { weight: 1, arbitrary: fc.constantFrom('P10Y', 'P11Y', 'PT999999H', 'P999Y') },
)
const instant = fc.constantFrom(
  '2020-01-01T00:00:00Z',
  '2026-12-24T18:00:00+08:00',
  '9999-12-31T23:59:59Z',
  '0001-01-01T00:00:00Z',
)
const leaf = fc.constantFrom<unknown>(
  { field: 'customer.level', operator: 'in', value: ['gold', 1] },
  { field: 'customer.level', operator: 'null' },
  { field: 'customer.renews_at', operator: 'withinLast', value: 'P1D' },
  { field: 'event.value', operator: '>=', value: 20 },
  { field: 'entry.cart_id', operator: 'notNull' },
  { field: 'event.cart_id', operator: '=', valueSource: 'field', value: 'entry.cart_id' },
  { field: 'customer.name', operator: 'contains', value: 'a' },
  { field: 'did.purchase', operator: '>=', value: { count: 1, within: 'P30D' } },
  { field: 'did.login', operator: '=', value: { count: 0 } },
)
const plainRule = fc.record({
  combinator: fc.constantFrom('and', 'or'),
  rules: fc.array(leaf, { minLength: 1, maxLength: 3 }),
})

const soundTemplate = fc.constantFrom(
  'Hello {{ customer.name }}',
  '<p>x</p>',
  '{{ event.value | plus: 1 }}{% if customer.level == "gold" %}g{% endif %}',
  '{% for tag in customer.tags %}{{ tag | upcase }},{% endfor %}',
  '{{ customer.renews_at | date: "%Y-%m-%d" }} {{ entry }} {{ customer }}',
  '<mjml><mj-body><mj-section><mj-column><mj-text>{{ customer.name }}</mj-text></mj-column></mj-section></mj-body></mjml>',
)

/** By the widget that the editor draws for a field: what an operator would give there, or nearly. */
const widgets: Record<string, fc.Arbitrary<unknown>> = {
  rule: fc.oneof({ weight: 12, arbitrary: plainRule }, { weight: 1, arbitrary: anyRule }),
  template: fc.oneof({ weight: 12, arbitrary: soundTemplate }, { weight: 1, arbitrary: anyTemplate }),
  duration,
  offset: fc.tuple(fc.constantFrom('', '-'), duration).map(([sign, length]) => sign + length),
  event,
  attribute: fc.constantFrom(...attributes),
  datetime: instant,
  time: fc.constantFrom('00:00', '02:30', '09:00', '23:59'),
  weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 }),
  weight: fc.integer({ min: 1, max: 100 }),
  'branch-id': fc.constantFrom(...branchIds),
}

const configs = new Map(catalog.all.map((type) => [type, configOf(type)]))

function configOf(type: NodeType): fc.Arbitrary<Record<string, unknown>> {
  const told = schema.parse(z.toJSONSchema(type.config, { io: 'input', target: 'draft-7', unrepresentable: 'any' }))
  const made = valuesOf({}, { components: {}, properties: {}, widgets })(told)
  return made.map((config) => {
    const plain = isPlain(config) ? config : {}
    const whole = { ...plain, ...safe(plain.url), ...distinct(plain.branches), ...addressed(plain.link) }
    return type.type === 'wait-until' ? oneWay(whole) : whole
  })
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Webhooks of random journeys call this machine, where nobody listens, or a name that can never be. */
const safe = (url: unknown) =>
  typeof url === 'string'
    ? { url: ['http://127.0.0.1:9/hook/{{ customer.id }}', 'https://hook.invalid/x'][url.length % 2] }
    : {}

const addressed = (link: unknown) => (typeof link === 'string' ? { link: '/orders/{{ event.cart_id }}' } : {})

/** Of the ways to say until when, one. */
function oneWay({ at, attribute, offset, time, weekdays }: Record<string, unknown>): Record<string, unknown> {
  if (at !== undefined) return { at }
  const day =
    attribute === undefined
      ? { ...(weekdays !== undefined && { weekdays }) }
      : { attribute, ...(offset !== undefined && { offset }) }
  return { ...day, ...(time !== undefined || attribute === undefined ? { time: time ?? '09:00' } : {}) }
}

/** Branches of one node mostly have ids of their own. */
const distinct = (branches: unknown) =>
  Array.isArray(branches)
    ? { branches: branches.slice(0, branchIds.length).map((branch, nth) => ({ ...branch, id: branchIds[nth] })) }
    : {}

const point = fc.record({ x: fc.integer({ min: -500, max: 500 }), y: fc.integer({ min: -500, max: 500 }) })
const entries = catalog.all.filter(({ category }) => category === 'enter')
const others = catalog.all.filter(({ category }) => category !== 'enter')
const nodeOf = (id: string, types: readonly NodeType[]) =>
  fc.constantFrom(...types).chain((type) =>
    fc.record({
      id: fc.constant(id),
      type: fc.constant(type.type),
      version: fc.constant(type.version),
      position: point,
      config: configs.get(type) ?? fc.constant({}),
    }),
  )

const settings = fc.record(
  {
    reEntry: fc.oneof(
      fc.constantFrom<unknown>({ when: 'never' }, { when: 'every-time' }, { when: 'after-exit', gap: 'PT1S' }),
      fc.constantFrom<unknown>(
        { when: 'once-per-key', key: 'event.cart_id' },
        { when: 'once-per-key', key: 'customer.level' },
      ),
    ),
    goal: fc.record({ event, where: plainRule, within: duration }, { requiredKeys: ['event'] }),
    exits: fc.array(fc.record({ event, where: plainRule }, { requiredKeys: ['event'] }), { maxLength: 3 }),
    timeZone: fc.constantFrom('UTC', 'Asia/Shanghai', 'America/New_York', 'Pacific/Apia', 'Etc/GMT+12'),
    maxHold: duration,
    maxVisitsPerDay: fc.integer({ min: 1, max: 100 }),
  },
  { requiredKeys: [] },
)

/** Journey files that an operator might draw: forward edges mostly, some backward ones. Most can be published. */
export const soundJourney: fc.Arbitrary<Record<string, unknown>> = fc
  .record({
    name: fc.constantFrom('One', '旅程', 'x'.repeat(200)),
    entry: nodeOf('in', entries),
    nodes: fc.subarray(ids.slice(1)).chain((chosen) => fc.tuple(...chosen.map((id) => nodeOf(id, others)))),
    picks: fc.array(fc.tuple(fc.nat(20), fc.nat(20), fc.integer({ min: 0, max: 9 })), { maxLength: 14 }),
    settings,
    notes: fc.array(fc.record({ id: fc.constantFrom('n1', 'n2'), text: fc.string(), position: point }), {
      maxLength: 2,
    }),
  })
  .map(({ name, entry, nodes, picks, settings: of, notes }) => ({
    name,
    nodes: [entry, ...nodes],
    edges: edgesOf([entry, ...nodes], picks),
    settings: of,
    notes,
  }))

interface Drawn {
  id: string
  type: string
  version: number
  config: Record<string, unknown>
}

/** In a row by each first outlet, then as picked: from, outlet, how far on. */
function edgesOf(nodes: readonly Drawn[], picks: readonly [number, number, number][]) {
  const outlets = ({ type, version, config }: Drawn): string[] =>
    (catalog.find(type, version)?.outlets ?? []).flatMap((outlet) => {
      if (typeof outlet === 'string') return [outlet]
      const members = config[outlet.each]
      return Array.isArray(members) ? members.flatMap(({ id }) => (typeof id === 'string' ? [id] : [])) : []
    })
  const edges = new Map<string, { from: string; outlet: string; to: string }>()
  const add = (from: Drawn, outlet: string | undefined, to: Drawn | undefined) => {
    if (outlet !== undefined && to) edges.set(`${from.id} ${outlet}`, { from: from.id, outlet, to: to.id })
  }
  for (const [nth, node] of nodes.entries()) add(node, outlets(node)[0], nodes[nth + 1])
  for (const [from, outlet, on] of picks) {
    const at = from % nodes.length
    const node = nodes[at]
    if (!node) continue
    const ways = outlets(node)
    const to = on === 0 && /^wait/.test(node.type) ? Math.max(1, at - 1) : at + Math.max(1, on)
    add(node, ways[outlet % Math.max(1, ways.length)], nodes[to])
  }
  return [...edges.values()]
}

/** Journey files, sound ones and ones with up to four things changed in them. */
export const anyJourneyFile: fc.Arbitrary<unknown> = fc
  .tuple(soundJourney, fc.oneof(fc.constant([]), fc.array(change, { minLength: 1, maxLength: 4 })))
  .map(([file, changes]) => withSafeHosts(changes.reduce<unknown>(changed, file)))

/** A change may have made any text of an address. */
function withSafeHosts(file: unknown): unknown {
  if (Array.isArray(file)) return file.map(withSafeHosts)
  if (!isPlain(file)) return file
  return Object.fromEntries(
    Object.entries(file).map(([key, value]) => [
      key,
      key === 'url' && typeof value === 'string' && !/^https?:\/\/(127\.0\.0\.1:9\/|hook\.invalid\/)/.test(value)
        ? `https://hook.invalid/${value.slice(0, 100)}`
        : withSafeHosts(value),
    ]),
  )
}

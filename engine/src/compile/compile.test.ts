import { catalog, createCatalog } from '@wend/nodes/catalog'
import { defineNode, leave, wait } from '@wend/nodes/sdk/define-node'
import type { JsonObject } from '@wend/nodes/sdk/json'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type Journey, type JourneyEdge, type JourneyNode, journey as journeyFile } from '../journey/journey.ts'
import { plan as planShape } from '../journey/plan.ts'
import { anyValue } from '../rules/testing.ts'
import { cpuMs } from '../testing/cpu.ts'
import { compile } from './compile.ts'

const words = { name: 'x', description: 'x', summary: 'x', fields: {}, outlets: {} }
const texts = { en: words, 'zh-CN': words }
const common = { version: 1, icon: '', config: z.strictObject({}), defaults: {}, outlets: ['next'], quick: [], texts }
const door = defineNode({
  ...common,
  type: 'door',
  category: 'enter',
  entry: () => ({ by: 'api' }),
  enter: () => leave('next'),
})
const rest = defineNode({
  ...common,
  type: 'rest',
  category: 'wait',
  enter: () => wait({ untilMs: 0 }),
  wake: () => leave('next'),
})
const fork = defineNode({
  ...common,
  type: 'fork',
  category: 'decide',
  outlets: ['left', 'right'],
  enter: () => leave('left'),
})
const post = defineNode({ ...common, type: 'post', category: 'touch', enter: () => leave('next') })
const stop = defineNode({ ...common, type: 'stop', category: 'end', outlets: [], enter: () => ({ kind: 'finish' }) })
const toys = createCatalog([door, rest, fork, post, stop])

const node = (id: string, type: string, config: JsonObject = {}, version = 1): JourneyNode => ({
  id,
  type,
  version,
  position: { x: 0, y: 0 },
  config,
})
const edge = (from: string, outlet: string, to: string): JourneyEdge => ({ from, outlet, to })
const journey = (nodes: JourneyNode[], edges: JourneyEdge[] = [], settings: Journey['settings'] = {}): Journey => ({
  name: 'Test',
  nodes,
  edges,
  settings,
})
const issuesOf = (checked: Journey, from = catalog, language: 'en' | 'zh-CN' = 'en') => {
  const compiled = compile(checked, from, { language })
  return compiled.ok ? compiled.value.warnings : compiled.issues
}
const told = (checked: Journey) =>
  issuesOf(checked).map(({ code, path, node: at }) => `${code} ${path}${at === undefined ? '' : ` (${at})`}`)

const always = { combinator: 'and', rules: [{ field: 'customer.id', operator: 'notNull' }] }
const cart = node('cart', 'entry-event', {
  event: 'add_to_cart',
  where: { combinator: 'and', rules: [{ field: 'event.value', operator: '>=', value: 20 }] },
})
const bought = node('bought', 'wait-for-event', {
  branches: [
    {
      id: 'yes',
      event: 'purchase',
      where: {
        combinator: 'and',
        rules: [{ field: 'event.cart_id', operator: '=', valueSource: 'field', value: 'entry.cart_id' }],
      },
    },
  ],
  timeout: 'PT2H',
})
const mail = node('mail', 'send-email', { subject: 'Hi {{ customer.name }}', body: '<p>{{ event.value }}</p>' })
const thanked = node('thanked', 'branch', {
  branches: [
    {
      id: 'sent',
      name: 'Sent',
      when: { combinator: 'and', rules: [{ field: 'touch.mail', operator: '=', value: 'delivered' }] },
    },
    {
      id: 'loyal',
      name: 'Loyal',
      when: {
        combinator: 'or',
        rules: [
          { field: 'did.purchase', operator: '>=', value: { count: 3 } },
          { field: 'did.purchase', operator: '>', value: { count: 9 } },
        ],
      },
    },
  ],
})
const reminder = journey(
  [cart, bought, mail, thanked],
  [edge('cart', 'next', 'bought'), edge('bought', 'timed-out', 'mail'), edge('mail', 'next', 'thanked')],
  {
    reEntry: { when: 'once-per-key', key: 'event.cart_id' },
    goal: { event: 'purchase' },
    exits: [{ event: 'account_closed' }],
    timeZone: 'Asia/Shanghai',
  },
)

describe('a plan', () => {
  const compiled = compile(reminder, catalog, { language: 'en' })
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.issues))
  const { plan, hash, warnings } = compiled.value

  test('holds what runs, what it listens to and what it counts', () => {
    expect(warnings).toEqual([])
    expect(planShape.parse(plan)).toEqual(plan)
    expect(plan.entries).toEqual([{ node: 'cart', source: { by: 'event', ...cart.config } }])
    expect(plan.nodes.bought).toEqual({
      type: 'wait-for-event',
      version: 1,
      config: bought.config,
      edges: { 'timed-out': 'mail' },
    })
    expect(plan.listens).toEqual(['account_closed', 'add_to_cart', 'purchase'])
    expect(plan.facts.map(({ field }) => field)).toEqual(['did.purchase', 'touch.mail'])
  })

  test('is named by what it does: names, notes, positions and the order of keys do not count', () => {
    const drawnElsewhere: Journey = {
      ...reminder,
      nodes: reminder.nodes.map((one, nth) => ({ ...one, name: `Node ${nth}`, position: { x: nth, y: 7 } })),
      edges: [...reminder.edges].reverse(),
      notes: [{ id: 'a', text: 'mind the gap', position: { x: 0, y: 0 } }],
    }
    const again = compile(drawnElsewhere, catalog, { language: 'zh-CN' })
    expect(again.ok && again.value.hash).toBe(hash)
    expect(hash).toMatch(/^[0-9a-f]{64}$/)
    const other = compile({ ...reminder, settings: {} }, catalog, { language: 'en' })
    expect(other.ok && other.value.hash).not.toBe(hash)
  })

  test('has the defaults of its configs', () => {
    const made = compile(
      journey(
        [node('in', 'entry-api'), node('call', 'send-webhook', { url: 'https://x.test/' })],
        [edge('in', 'next', 'call')],
      ),
      catalog,
      { language: 'en' },
    )
    expect(made.ok && made.value.plan.nodes.call?.config).toEqual({ url: 'https://x.test/', method: 'POST' })
  })

  test('does not listen to events that a node only records', () => {
    const made = compile(
      journey([node('in', 'entry-api'), node('say', 'track-event', { event: 'said' })], [edge('in', 'next', 'say')]),
      catalog,
      { language: 'en' },
    )
    expect(made.ok && made.value.plan.listens).toEqual([])
  })
})

describe('a journey file with every fault', () => {
  const nested = (depth: number): JsonObject => (depth === 0 ? {} : { a: nested(depth - 1) })
  const faulty = journey(
    [
      node('in', 'entry-event', {}),
      node('gone', 'send-pigeon'),
      node('new', 'wait', { duration: 'P1D' }, 9),
      node('late', 'entry-schedule'),
      node('rule', 'wait-for-rule'),
      node('pause', 'wait', { duration: 'P20Y' }),
      node('pause', 'wait', { duration: 'soon', also: 1 }),
      node('ways', 'branch', {
        branches: [
          { id: 'else', name: 'A', when: { combinator: 'and', rules: [] } },
          {
            id: 'b',
            name: 'B',
            when: {
              combinator: 'and',
              rules: [
                { field: 'touch.pause', operator: '=', value: 'delivered' },
                { field: 'segment.vip', operator: '=', value: true },
              ],
            },
          },
          {
            id: 'b',
            name: 'C',
            when: { combinator: 'and', rules: [{ field: 'customer.at', operator: 'withinLast', value: 'P1M' }] },
          },
        ],
      }),
      node('one', 'set-attributes', { attributes: { a: '{{ x | nope }}' } }),
      node('two', 'send-webhook', { url: 'https://{{ event.host }}/', body: '{% if %}' }),
      node('deep', 'set-attributes', nested(100)),
    ],
    [
      edge('in', 'next', 'nowhere'),
      edge('nobody', 'next', 'pause'),
      edge('in', 'out', 'pause'),
      edge('pause', 'next', 'in'),
      edge('one', 'next', 'two'),
      edge('two', 'next', 'one'),
      edge('two', 'next', 'pause'),
    ],
    {
      reEntry: { when: 'after-exit', key: 'event.x' },
      goal: { event: 'buy', where: { combinator: 'and', rules: [] }, within: 'P99Y' },
      exits: [{ event: 'x', where: { combinator: 'and', rules: [{ field: 'nothing', operator: 'null' }] } }],
      timeZone: 'Mars/Olympus',
      maxHold: 'PT0S',
    },
  )

  test('gets every fault named at once, each with its place', () => {
    const all = new Set(told(faulty))
    for (const expected of [
      'required /nodes/0/config/event (in)',
      'unknown-type /nodes/1/type (gone)',
      'unknown-version /nodes/2/version (new)',
      'not-available /nodes/3/type (late)',
      'not-available /nodes/4/type (rule)',
      'duration-too-long /nodes/5/config/duration (pause)',
      'unknown-key /nodes/6/config/also (pause)',
      'invalid-config /nodes/6/config/duration (pause)',
      'duplicate-node /nodes/6/id (pause)',
      'empty-group /nodes/7/config/branches/0/when (ways)',
      'reserved-branch /nodes/7/config/branches/0/id (ways)',
      'not-a-touch /nodes/7/config/branches/1/when/rules/0/field (ways)',
      'not-available /nodes/7/config/branches/1/when/rules/1/field (ways)',
      'duplicate-branch /nodes/7/config/branches/2/id (ways)',
      'months /nodes/7/config/branches/2/when/rules/0/value (ways)',
      'unknown-filter /nodes/8/config/attributes/a (one)',
      'template-in-host /nodes/9/config/url (two)',
      'template-syntax /nodes/9/config/body (two)',
      'too-deep /nodes/10/config (deep)',
      'unknown-node /edges/0/to (in)',
      'unknown-node /edges/1/from (pause)',
      'unknown-outlet /edges/2/outlet (in)',
      'edge-into-entry /edges/3/to (in)',
      'outlet-taken /edges/6/outlet (two)',
      'loop-without-wait /nodes/8 (one)',
      'unreachable /nodes/5 (pause)',
      'unknown-time-zone /settings/timeZone',
      'key-unused /settings/reEntry/key',
      'duration-too-long /settings/goal/within',
      'duration-zero /settings/maxHold',
      'empty-group /settings/goal/where',
      'unknown-field /settings/exits/0/where/rules/0/field',
    ])
      expect(all, expected).toContain(expected)
  })

  test('says one remedy for what is required; what its author says of a field follows only where none is known', () => {
    const [mail] = issuesOf(
      journey(
        [node('in', 'entry-event', { event: 'x' }), node('mail', 'send-email', { subject: 'x', body: '' })],
        [edge('in', 'next', 'mail')],
      ),
      catalog,
      'en',
    )
    expect(mail?.message).toBe('Body: This is required: fill it in.')
    const waits = journey([node('in', 'entry-event', { event: 'x' }), node('wait', 'wait', { duration: '' })])
    expect(issuesOf(waits).map(({ code, message }) => `${code} ${message}`)).toContain(
      'required How long: This is required: fill it in.',
    )
  })

  test('says each in both languages', () => {
    const [english, chinese] = [issuesOf(faulty, catalog, 'en'), issuesOf(faulty, catalog, 'zh-CN')]
    expect(chinese.map(({ code, path }) => [code, path])).toEqual(english.map(({ code, path }) => [code, path]))
    for (const { message } of chinese) expect(message).toMatch(/[\u4E00-\u9FFF]/)
    for (const { message } of english) expect(message).not.toMatch(/[\u4E00-\u9FFF]/)
  })

  test('tells the field by its title and what it expects', () => {
    const [first] = issuesOf(journey([node('pause', 'wait', { duration: 'soon' })]), catalog, 'en')
    expect(first?.message).toMatch(/Not a duration\. Give one such as PT30M/)
  })
})

describe('settings', () => {
  const on = (settings: Journey['settings']) => told({ ...reminder, settings })

  test('a key belongs to once-per-key, a gap to after-exit', () => {
    expect(on({ reEntry: { when: 'once-per-key' } })).toEqual(['key-missing /settings/reEntry/key'])
    expect(on({ reEntry: { when: 'once-per-key', key: 'order' } })).toEqual(['unknown-field /settings/reEntry/key'])
    expect(on({ reEntry: { when: 'every-time', gap: 'P1D' } })).toEqual(['gap-unused /settings/reEntry/gap'])
    expect(on({ reEntry: { when: 'after-exit', gap: 'P1M' } })).toEqual([])
  })

  test('only real time zones', () => {
    for (const timeZone of ['UTC', 'Europe/Berlin', 'Asia/Shanghai']) expect(on({ timeZone })).toEqual([])
    for (const timeZone of ['+08:00', 'Berlin', '', 'Asia/Shanghai\0'])
      expect(on({ timeZone })).toEqual(['unknown-time-zone /settings/timeZone'])
  })
})

test('nobody can enter a journey without an entry node', () => {
  expect(told(journey([]))).toEqual(['no-entry /nodes'])
  expect(told(journey([mail]))).toEqual(['no-entry /nodes'])
})

test('nothing was sent yet where a customer enters', () => {
  const entry = node('in', 'entry-event', {
    event: 'x',
    where: { combinator: 'and', rules: [{ field: 'touch.mail', operator: '=', value: 'delivered' }] },
  })
  expect(told(journey([entry, mail], [edge('in', 'next', 'mail')]))).toEqual([
    'unknown-field /nodes/0/config/where/rules/0/field (in)',
  ])
})

const ids = ['a', 'b', 'c', 'd', 'e', 'f']
const anyGraph = fc
  .record({
    nodes: fc.array(
      fc.tuple(fc.constantFrom(...ids), fc.constantFrom('door', 'rest', 'fork', 'fork', 'post', 'stop')),
      { maxLength: 6 },
    ),
    edges: fc.array(
      fc.tuple(fc.constantFrom(...ids), fc.constantFrom('next', 'next', 'left', 'right'), fc.constantFrom(...ids)),
      { maxLength: 8 },
    ),
  })
  .map(({ nodes, edges }) =>
    journey(
      nodes.map(([id, type]) => node(id, type)),
      edges.map((told) => edge(...told)),
    ),
  )

/** A graph in which most things are right, so that many are accepted. */
const likelyGraph = fc
  .record({
    types: fc.array(fc.constantFrom('rest', 'fork', 'post', 'post', 'stop'), { maxLength: 5 }),
    targets: fc.array(fc.nat(6), { minLength: 20, maxLength: 20 }),
  })
  .map(({ types, targets }) => {
    const nodes = [node('a', 'door'), ...types.map((type, nth) => node(ids[nth + 1] ?? 'x', type))]
    const outlets: Record<string, string[]> = { fork: ['left', 'right'], stop: [] }
    const ways = nodes.flatMap(({ id, type }) => (outlets[type] ?? ['next']).map((outlet) => ({ id, outlet })))
    return journey(
      nodes,
      ways.flatMap(({ id, outlet }, nth) => {
        const to = nodes[(targets[nth] ?? 0) + 1]
        return to ? [edge(id, outlet, to.id)] : []
      }),
    )
  })

/** Whether a graph can run, found by walking it: slower than the compiler, and by nothing of its making. */
function canRun({ nodes, edges }: Journey): boolean {
  const types: Record<string, string> = {}
  for (const { id, type } of nodes) {
    if (types[id] !== undefined) return false
    types[id] = type
  }
  if (!Object.values(types).includes('door')) return false
  const moves = new Map<string, string>()
  for (const { from, outlet, to } of edges) {
    const [source, target] = [types[from], types[to]]
    if (source === undefined || target === undefined || target === 'door' || source === 'stop') return false
    if ((source === 'fork') !== (outlet === 'left' || outlet === 'right')) return false
    if (moves.has(`${from} ${outlet}`)) return false
    moves.set(`${from} ${outlet}`, to)
  }
  // Everybody everywhere takes every way at once; who is still under way after more steps than nodes goes round.
  let walking = new Set(nodes.filter(({ type }) => type !== 'rest').map(({ id }) => id))
  for (let step = 0; step <= nodes.length; step++) {
    const next = [...walking].flatMap((at) =>
      ['next', 'left', 'right'].flatMap((outlet) => moves.get(`${at} ${outlet}`) ?? []),
    )
    walking = new Set(next.filter((at) => types[at] !== 'rest'))
  }
  return walking.size === 0
}

test('compile accepts exactly the graphs that can run', { timeout: 120_000 }, () => {
  const accepted = { yes: 0, no: 0 }
  fc.assert(
    fc.property(fc.oneof(anyGraph, likelyGraph), (graph) => {
      const { ok } = compile(graph, toys, { language: 'en' })
      accepted[ok ? 'yes' : 'no']++
      expect(ok).toBe(canRun(graph))
    }),
    { numRuns: 3000 },
  )
  expect(accepted.yes).toBeGreaterThan(300)
  expect(accepted.no).toBeGreaterThan(300)
})

test('whatever is put into a journey, compile answers and never throws', { timeout: 120_000 }, () => {
  const places = reminder.nodes
    .flatMap((one) => [one.config, ...Object.values(one.config)])
    .filter((value) => typeof value === 'object')
  expect(places.length).toBeGreaterThan(4)
  const hostile = fc.oneof(
    anyValue,
    fc.constantFrom<JsonObject[string]>(
      '__proto__',
      '{{',
      '{% for',
      { __proto__: 1 },
      [[]],
      { combinator: 'and', rules: [] },
      { id: '__proto__' },
    ),
  )
  fc.assert(
    fc.property(
      fc.nat(),
      hostile,
      fc.constantFrom('__proto__', 'constructor', 'branches', 'event', 'where', 'timeout', 'subject', 'a/b~c'),
      (seed, value, key) => {
        const mutated = structuredClone(reminder)
        const at = mutated.nodes[seed % mutated.nodes.length]
        if (!at) return
        const inner = Object.values(at.config)
          .flatMap((one) => (Array.isArray(one) ? one : [one]))
          .find((one) => typeof one === 'object')
        const target = seed % 2 === 0 && typeof inner === 'object' && inner !== null ? inner : at.config
        Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true })
        for (const language of ['en', 'zh-CN'] as const) {
          for (const { message, path } of issuesOf(mutated, catalog, language)) {
            expect(message).not.toBe('')
            expect(path).toMatch(/^\//)
          }
        }
      },
    ),
    { numRuns: 1000 },
  )
})

test('a config nested without end is refused, not followed', () => {
  const deep = JSON.parse(`${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`)
  expect(told(journey([node('in', 'entry-event', { event: 'x', where: deep })]))).toEqual([
    'too-deep /nodes/0/config (in)',
  ])
})

test('a thousand nodes are compiled at once', () => {
  const nodes = Array.from({ length: 1000 }, (_, nth) =>
    nth === 0
      ? node('n0', 'entry-event', { event: 'x' })
      : node(`n${nth}`, 'branch', { branches: [{ id: 'vip', name: 'VIP', when: always }] }),
  )
  const edges = nodes
    .slice(1)
    .flatMap(({ id }, nth) =>
      nth === 0 ? [edge('n0', 'next', id)] : [edge(`n${nth}`, 'else', id), edge(`n${nth}`, 'vip', id)],
    )
  const large = journeyFile.parse(journey(nodes, edges))
  const tookMs = Array.from({ length: 5 }, () =>
    cpuMs(() => expect(compile(large, catalog, { language: 'en' }).ok).toBe(true)),
  )
  // About 50 ms; the rest is room for a busy machine.
  expect(Math.min(...tookMs)).toBeLessThan(500)
  const ring = { ...large, edges: [...edges, edge('n999', 'else', 'n1')] }
  expect(told(ring)).toEqual(['loop-without-wait /nodes/1 (n1)'])
})

test('secrets may be named in webhooks, and nowhere else', () => {
  const said = '{{ secrets.token }}'
  const url = `https://x.example/${said}`
  const checked = journey(
    [
      node('in', 'entry-api'),
      node('hook', 'send-webhook', { url, method: 'POST', headers: { Authorization: said }, body: said }),
      node('mail', 'send-email', { subject: said, body: said }),
      node('set', 'set-attributes', { attributes: { token: said } }),
    ],
    [edge('in', 'next', 'hook'), edge('hook', 'next', 'mail'), edge('mail', 'next', 'set')],
  )
  expect(told(checked).filter((each) => !each.startsWith('unreachable'))).toEqual([
    'secret-not-here /nodes/2/config/subject (mail)',
    'secret-not-here /nodes/2/config/body (mail)',
    'secret-not-here /nodes/3/config/attributes/token (set)',
  ])
})

test('a journey that counts more than 200 different things is refused', () => {
  const counting = (things: number) => {
    const branches = Array.from({ length: 4 }, (_, nth) => ({
      id: `b${nth}`,
      name: 'B',
      when: {
        combinator: 'or',
        rules: Array.from({ length: things / 4 }, (_, at) => ({
          field: `did.event ${nth} ${at}`,
          operator: '>=',
          value: { count: 1 },
        })),
      },
    }))
    return journey([node('in', 'entry-api'), node('many', 'branch', { branches })], [edge('in', 'next', 'many')])
  }
  expect(told(counting(200))).toEqual([])
  expect(told(counting(204))).toEqual(['too-many-counts /nodes'])
})

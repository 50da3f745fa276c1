import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { NodeType } from '../api/types.ts'
import type { Journey } from '../store/journey.ts'
import { dayMs, earliestOf, leastMs } from './earliest.ts'

const type = (name: string, takes: Record<string, string>): NodeType => ({
  type: name,
  version: 1,
  category: name === 'entry' ? 'enter' : 'wait',
  icon: '',
  schema: {},
  defaults: {},
  outlets: ['next', 'else'],
  quick: [],
  takes,
  tells: [],
  texts: {},
  entry: name === 'entry',
})
const types = new Map(
  [type('entry', {}), type('wait', { next: 'duration' }), type('other', {})].map((one) => [one.type, one]),
)
const hourMs = dayMs / 24

test.each([
  ['P3D', 3 * dayMs],
  ['PT90M', 1.5 * hourMs],
  ['P1W', 7 * dayMs],
  ['P1M', 28 * dayMs],
  ['P1Y2M', (365 + 59) * dayMs],
  ['P1DT2H', dayMs + 2 * hourMs],
  ['-P3D', 0],
  ['soon', 0],
  [undefined, 0],
  [3, 0],
])('%s is at least %d ms', (duration, ms) => {
  expect(leastMs(duration)).toBe(ms)
})

const ids = ['a', 'b', 'c', 'd', 'e', 'f']
const anyJourney: fc.Arbitrary<Journey> = fc
  .record({
    kinds: fc.array(fc.constantFrom('entry', 'wait', 'other', 'unknown'), { minLength: 6, maxLength: 6 }),
    days: fc.array(fc.nat({ max: 9 }), { minLength: 6, maxLength: 6 }),
    links: fc.uniqueArray(
      fc.record({
        from: fc.constantFrom(...ids),
        outlet: fc.constantFrom('next', 'else'),
        to: fc.constantFrom(...ids, 'gone'),
      }),
      { selector: ({ from, outlet }) => `${from} ${outlet}`, maxLength: 12 },
    ),
  })
  .map(({ kinds, days, links }) => ({
    name: 'J',
    nodes: ids.map((id, nth) => ({
      id,
      type: kinds[nth] ?? 'other',
      version: 1,
      position: { x: 0, y: 0 },
      config: { duration: `P${days[nth] ?? 0}D` },
    })),
    edges: links,
    settings: {},
  }))

/** By walking every way, each step at most once: a loop never makes anybody come sooner. */
function byWalking({ nodes, edges }: Journey): Map<string, number> {
  const found = new Map<string, number>()
  const walk = (id: string, ms: number, passed: readonly string[]) => {
    const node = nodes.find((one) => one.id === id)
    if (!node || passed.includes(id)) return
    found.set(id, Math.min(ms, found.get(id) ?? Number.POSITIVE_INFINITY))
    for (const { from, outlet, to } of edges) {
      const kept = node.type === 'wait' && outlet === 'next' ? leastMs(node.config.duration) : 0
      if (from === id) walk(to, ms + kept, [...passed, id])
    }
  }
  for (const { id, type } of nodes) if (type === 'entry') walk(id, 0, [])
  return found
}

test('each step has the shortest of all ways from any entry, whatever loops there are', () => {
  fc.assert(
    fc.property(anyJourney, (journey) => {
      expect(earliestOf(journey, types)).toEqual(byWalking(journey))
    }),
  )
})

test('a further entry makes nobody come later, and a longer wait nobody sooner', () => {
  fc.assert(
    fc.property(anyJourney, fc.constantFrom(...ids), (journey, id) => {
      const changed = (change: Partial<Journey['nodes'][number]>) => ({
        ...journey,
        nodes: journey.nodes.map((node) => (node.id === id ? { ...node, ...change } : node)),
      })
      const before = earliestOf(journey, types)
      const longer = earliestOf(changed({ config: { duration: 'P10D' } }), types)
      for (const [node, ms] of before) expect(longer.get(node)).toBeGreaterThanOrEqual(ms)
      if (journey.nodes.find((node) => node.id === id)?.type !== 'wait') {
        const another = earliestOf(changed({ type: 'entry' }), types)
        for (const [node, ms] of before) expect(another.get(node)).toBeLessThanOrEqual(ms)
      }
    }),
  )
})

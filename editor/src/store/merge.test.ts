import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyJourney } from './arbitraries.ts'
import type { Journey } from './journey.ts'
import { merge, same } from './merge.ts'

/** Equal whatever the order of nodes, edges and notes. */
const normal = (journey: Journey) => ({
  ...journey,
  nodes: [...journey.nodes].sort((a, b) => a.id.localeCompare(b.id)),
  edges: [...journey.edges].sort((a, b) => `${a.from}/${a.outlet}`.localeCompare(`${b.from}/${b.outlet}`)),
  notes: [...(journey.notes ?? [])].sort((a, b) => a.id.localeCompare(b.id)),
})

test('when nobody else changed anything, mine is what results', () => {
  fc.assert(
    fc.property(anyJourney, anyJourney, (base, mine) => {
      const merged = merge(base, mine, base)
      expect(normal(merged.journey)).toEqual(normal(mine))
      expect(merged.conflicts).toEqual([])
    }),
  )
})

test('when I changed nothing, theirs is what results', () => {
  fc.assert(
    fc.property(anyJourney, anyJourney, (base, theirs) => {
      const merged = merge(base, base, theirs)
      expect(normal(merged.journey)).toEqual(normal(theirs))
      expect(merged.conflicts).toEqual([])
    }),
  )
})

test('a merge keeps their order, and mine comes after: files in git stay easy to compare', () => {
  const node = (id: string) => ({ id, type: 'exit', version: 1, position: { x: 0, y: 0 }, config: {} })
  const journey = (...ids: string[]): Journey => ({ name: 'J', nodes: ids.map(node), edges: [], settings: {} })
  const merged = merge(journey('a', 'b'), journey('a', 'b', 'mine'), journey('a', 'b', 'theirs'))
  expect(merged.journey.nodes.map(({ id }) => id)).toEqual(['a', 'b', 'theirs', 'mine'])
})

test('every edge of a merge has both its ends', () => {
  fc.assert(
    fc.property(
      anyJourney,
      anyJourney,
      anyJourney,
      fc.constantFrom('mine' as const, 'theirs' as const),
      (base, mine, theirs, prefer) => {
        const { journey } = merge(base, mine, theirs, prefer)
        const ids = new Set(journey.nodes.map(({ id }) => id))
        expect(journey.edges.every(({ from, to }) => ids.has(from) && ids.has(to))).toBe(true)
      },
    ),
  )
})

const node = (id: string, config: Record<string, string>) => ({
  id,
  type: 'send-email',
  version: 1,
  position: { x: 0, y: 0 },
  config,
})
const base: Journey = { name: 'J', nodes: [node('mail', { subject: 'Hi', body: 'B' })], edges: [], settings: {} }

test('different fields of one node merge', () => {
  const mine = { ...base, nodes: [node('mail', { subject: 'Hello', body: 'B' })] }
  const theirs = { ...base, nodes: [node('mail', { subject: 'Hi', body: 'C' })] }
  expect(merge(base, mine, theirs)).toEqual({
    journey: { ...base, nodes: [node('mail', { subject: 'Hello', body: 'C' })] },
    conflicts: [],
  })
})

test('a note that one wrote and the other moved is written and moved', () => {
  const note = { id: 'n', text: 'Ask', position: { x: 0, y: 0 } }
  const noted = { ...base, notes: [note] }
  const mine = { ...base, notes: [{ ...note, text: 'Ask legal' }] }
  const theirs = { ...base, notes: [{ ...note, position: { x: 8, y: 8 } }] }
  expect(merge(noted, mine, theirs)).toEqual({
    journey: { ...base, notes: [{ id: 'n', text: 'Ask legal', position: { x: 8, y: 8 } }] },
    conflicts: [],
  })
})

test('the same field changed by both is told, and goes to whom it is given', () => {
  const mine = { ...base, name: 'Mine' }
  const theirs = { ...base, name: 'Theirs' }
  expect(merge(base, mine, theirs).conflicts).toEqual([{ path: 'name', mine: 'Mine', theirs: 'Theirs' }])
  expect(merge(base, mine, theirs, 'mine').journey.name).toBe('Mine')
  expect(merge(base, mine, theirs, 'theirs').journey.name).toBe('Theirs')
})

test('JSON is the same whatever the order of keys', () => {
  expect(same({ a: 1, b: [1, { c: 2 }] }, { b: [1, { c: 2 }], a: 1 })).toBe(true)
  expect(same({ a: 1 }, { a: 1, b: 2 })).toBe(false)
  expect(same([1, 2], [2, 1])).toBe(false)
})

import { expect, test } from 'vitest'
import { seenIn } from './seen.ts'

test('places are told as rules name them, the most common first, with kinds and some values', () => {
  expect(
    seenIn([
      { value: 20, at: '2026-03-01T08:00:00Z', address: { city: 'Bonn' }, tags: ['a'] },
      { value: '20', gone: null, vip: true },
      { value: 30 },
    ]),
  ).toEqual([
    { path: 'value', count: 3, kinds: ['number', 'string'], samples: [20, '20', 30] },
    { path: 'address', count: 1, kinds: ['object'], samples: [] },
    { path: 'address.city', count: 1, kinds: ['string'], samples: ['Bonn'] },
    { path: 'at', count: 1, kinds: ['time'], samples: ['2026-03-01T08:00:00Z'] },
    { path: 'gone', count: 1, kinds: ['null'], samples: [] },
    { path: 'tags', count: 1, kinds: ['list'], samples: [] },
    { path: 'vip', count: 1, kinds: ['boolean'], samples: [true] },
  ])
})

test('what rules cannot name is left out, and the answer stays small whatever was sent', () => {
  expect(seenIn([{ 'a.b': 1, '': 2 }])).toEqual([])
  const wide = Object.fromEntries(Array.from({ length: 5000 }, (_, nth) => [`k${nth}`, 'x'.repeat(200)]))
  const seen = seenIn([wide, wide])
  expect(seen.length).toBe(100)
  expect(seen[0]?.samples).toEqual([])
  const many = Array.from({ length: 50 }, (_, nth) => ({ n: nth }))
  expect(seenIn(many)[0]?.samples.length).toBe(8)
  expect(seenIn([{ a: { b: { c: { d: 1 } } } }]).map(({ path }) => path)).toEqual(['a', 'a.b', 'a.b.c'])
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { moveNodes } from '../commands/move-nodes.ts'
import { anyJourney } from '../store/arbitraries.ts'
import type { Journey } from '../store/journey.ts'
import { noteRef } from '../store/notes.ts'
import { tidied } from './tidy.ts'

const outlets = ['yes', 'no', 'else']
const measures = { sizeOf: () => ({ width: 200, height: 96 }), outletsOf: () => outlets }
const node = (id: string, x = 0, y = 0) => ({ id, type: 'wait', version: 1, position: { x, y }, config: {} })
const journeyOf = (ids: readonly string[], edges: Journey['edges']): Journey => ({
  name: 'x',
  nodes: ids.map((id) => node(id)),
  edges,
  settings: {},
})

test('nodes are put in rows whatever they are called', async () => {
  for (const [above, below] of [
    ['a', 'b'],
    ['constructor', 'toString'],
    ['hasOwnProperty', 'valueOf'],
  ] as const) {
    const places = await tidied(journeyOf([above, below], [{ from: above, outlet: 'yes', to: below }]), measures)
    expect([...places.keys()]).toEqual([above, below])
    expect(places.get(below)?.y).toBeGreaterThan(places.get(above)?.y ?? Number.NaN)
  }
})

test('an edge to a node that is not there is left aside', async () => {
  for (const to of ['gone', 'constructor'])
    expect((await tidied(journeyOf(['a'], [{ from: 'a', outlet: 'yes', to }]), measures)).size).toBe(1)
})

/** Journeys of up to 24 steps in which ways part and merge, never upwards. */
const anyDrawing = fc
  .array(fc.tuple(fc.nat({ max: 23 }), fc.constantFrom(...outlets), fc.nat({ max: 23 })), {
    minLength: 1,
    maxLength: 40,
  })
  .map((links) => {
    const ids = Array.from({ length: 24 }, (_, nth) => `n${nth}`)
    const edges = new Map(
      links
        .filter(([from, , to]) => from < to)
        .map(([from, outlet, to]) => [`${from} ${outlet}`, { from: `n${from}`, outlet, to: `n${to}` }]),
    )
    return journeyOf(ids, [...edges.values()])
  })

test('in each row, what a step’s outlets lead to stands in their order, unless another step wants it otherwise', async () => {
  await fc.assert(
    fc.asyncProperty(anyDrawing, async (journey) => {
      const places = await tidied(journey, measures)
      const at = (id: string) => places.get(id) ?? { x: Number.NaN, y: Number.NaN }
      const pairs = journey.nodes.flatMap(({ id }) => {
        const followers = outlets.flatMap((outlet) => {
          const edge = journey.edges.find((one) => one.from === id && one.outlet === outlet)
          return edge ? [edge.to] : []
        })
        return followers.flatMap((left, nth) =>
          followers
            .slice(nth + 1)
            .filter((right) => right !== left && Math.abs(at(right).y - at(left).y) < 1)
            .map((right): [string, string] => [left, right]),
        )
      })
      // What is wanted of a row, by whomever: a pair may only stand the wrong way round if others lead there.
      const reaches = (from: string, to: string) => {
        const seen = new Set([from])
        for (const id of seen) for (const [left, right] of pairs) if (left === id) seen.add(right)
        return seen.has(to)
      }
      for (const [left, right] of pairs)
        if (at(left).x > at(right).x) expect(reaches(right, left), `${left} before ${right}`).toBe(true)
    }),
  )
})

test('no two cards lie on each other', async () => {
  await fc.assert(
    fc.asyncProperty(anyDrawing, async (journey) => {
      const places = [...(await tidied(journey, measures)).values()]
      for (const [nth, a] of places.entries())
        for (const b of places.slice(nth + 1))
          expect(Math.abs(a.x - b.x) >= 200 || Math.abs(a.y - b.y) >= 96).toBe(true)
    }),
  )
})

test('tidying twice changes nothing more, and everything stands on the grid of 8', async () => {
  await fc.assert(
    fc.asyncProperty(anyJourney, async (journey) => {
      const once = moveNodes(await tidied(journey, measures), 'tidy').apply(journey)
      for (const { position } of once.nodes) expect([position.x % 8, position.y % 8]).toEqual([0, 0])
      expect(moveNodes(await tidied(once, measures), 'tidy').apply(once).nodes).toEqual(once.nodes)
    }),
  )
})

test('a note goes with the card that it lies beside', async () => {
  const journey: Journey = {
    ...journeyOf(['a', 'b', 'c'], [{ from: 'a', outlet: 'yes', to: 'b' }]),
    nodes: [node('a', 800, 0), node('b', 800, 640), node('c', 3000, 0)],
    notes: [
      { id: 'n', text: 'by b', position: { x: 1040, y: 640 } },
      { id: 'm', text: 'by c', position: { x: 3240, y: 0 } },
    ],
  }
  const places = await tidied(journey, measures)
  const b = places.get('b')
  expect(places.get(noteRef('n'))).toEqual({ x: (b?.x ?? 0) + 240, y: b?.y })

  // Only the selected steps, where they are: what lies elsewhere stays.
  const some = await tidied(journey, measures, new Set(['a', 'b']))
  expect([...some.keys()]).toEqual(['a', 'b', noteRef('n')])
  expect(some.get('a')).toEqual({ x: 800, y: 0 })
  expect(some.get('b')?.x).toBe(800)
})

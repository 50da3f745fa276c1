import fc from 'fast-check'
import type { Journey, JourneyNode } from './journey.ts'

const config = fc.dictionary(fc.constantFrom('event', 'where', 'duration'), fc.oneof(fc.string(), fc.integer()), {
  maxKeys: 3,
})
const point = fc
  .record({ x: fc.integer({ min: -50, max: 50 }), y: fc.integer({ min: -50, max: 50 }) })
  .map(({ x, y }) => ({ x: x * 8, y: y * 8 }))

export const nodeIds = ['a', 'b', 'c', 'd', 'e'] as const

const nodeOf = (id: string): fc.Arbitrary<JourneyNode> =>
  fc.record({ id: fc.constant(id), type: fc.constant('wait'), version: fc.constant(1), position: point, config })

/** Small journeys over few ids, so that edits meet. Every edge has both its ends, and no outlet has two. */
export const anyJourney: fc.Arbitrary<Journey> = fc
  .record({
    name: fc.constantFrom('One', 'Two', 'Three'),
    nodes: fc.subarray([...nodeIds]).chain((ids) => fc.tuple(...ids.map(nodeOf))),
    links: fc.uniqueArray(
      fc.record({
        from: fc.constantFrom(...nodeIds),
        outlet: fc.constantFrom('next', 'else'),
        to: fc.constantFrom(...nodeIds),
      }),
      { selector: ({ from, outlet }) => `${from}/${outlet}`, maxLength: 6 },
    ),
    notes: fc.uniqueArray(fc.record({ id: fc.constantFrom('n', 'm', 'o'), text: fc.string(), position: point }), {
      selector: ({ id }) => id,
      maxLength: 2,
    }),
    timeZone: fc.option(fc.constantFrom('UTC', 'Asia/Shanghai'), { nil: undefined }),
  })
  .map(({ name, nodes, links, notes, timeZone }) => {
    const ids = new Set(nodes.map(({ id }) => id))
    const edges = links.filter(({ from, to }) => ids.has(from) && ids.has(to))
    const settings = timeZone === undefined ? {} : { timeZone }
    return { name, nodes, edges, settings, ...(notes.length > 0 ? { notes } : {}) }
  })

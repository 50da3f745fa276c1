import { expect, test } from 'vitest'
import type { Journey } from '../store/journey.ts'
import { tidied } from './layout.ts'

const node = (id: string) => ({ id, type: 'wait', version: 1, position: { x: 0, y: 0 }, config: {} })
const tidy = async (ids: string[], edges: Journey['edges']) =>
  tidied(
    { name: 'x', nodes: ids.map(node), edges, settings: {} },
    () => ({ width: 200, height: 96 }),
    () => ['next'],
  )

test('nodes are put in rows whatever they are called', async () => {
  for (const [above, below] of [
    ['a', 'b'],
    ['constructor', 'toString'],
    ['hasOwnProperty', 'valueOf'],
  ] as const) {
    const places = await tidy([above, below], [{ from: above, outlet: 'next', to: below }])
    expect([...places.keys()]).toEqual([above, below])
    expect(places.get(below)?.y).toBeGreaterThan(places.get(above)?.y ?? Number.NaN)
  }
})

test('an edge to a node that is not there is left aside', async () => {
  for (const to of ['gone', 'constructor'])
    expect((await tidy(['a'], [{ from: 'a', outlet: 'next', to }])).size).toBe(1)
})

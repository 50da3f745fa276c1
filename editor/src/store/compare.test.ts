import fc from 'fast-check'
import { expect, test } from 'vitest'
import { restoreVersion } from '../commands/restore-version.ts'
import { anyJourney } from './arbitraries.ts'
import { compare, isSame } from './compare.ts'
import { begin, record, undo } from './history.ts'
import { edgeId, type Journey } from './journey.ts'

/** Without where cards stand, and whatever the order of nodes, edges and keys. */
const content = ({ nodes, edges, name, settings, notes = [] }: Journey) => ({
  name,
  settings: { ...settings },
  nodes: new Map(nodes.map(({ id, position: _position, ...rest }) => [id, rest])),
  notes: new Map(notes.map(({ id, text }) => [id, text])),
  edges: new Map(edges.map((edge) => [edgeId(edge), edge.to])),
})

test('two states compare as the same exactly when nothing but the place of cards differs', () => {
  fc.assert(
    fc.property(anyJourney, anyJourney, (before, after) => {
      let equal = true
      try {
        expect(content(after)).toEqual(content(before))
      } catch {
        equal = false
      }
      expect(isSame(compare(before, after))).toBe(equal)
    }),
  )
})

test('moved cards are no difference', () => {
  fc.assert(
    fc.property(anyJourney, fc.integer({ min: 1, max: 500 }), (journey, by) => {
      const nodes = journey.nodes.map((node) => ({
        ...node,
        position: { x: node.position.x + by, y: node.position.y },
      }))
      expect(isSame(compare(journey, { ...journey, nodes }))).toBe(true)
    }),
  )
})

test('looked at from the other side, what was added is removed, and every value changes places', () => {
  fc.assert(
    fc.property(anyJourney, anyJourney, (a, b) => {
      const [there, back] = [compare(a, b), compare(b, a)]
      const marked = ({ nodes }: typeof there, mark: string) =>
        nodes
          .filter((one) => one.mark === mark)
          .map(({ node }) => node.id)
          .toSorted()
      expect(marked(there, 'added')).toEqual(marked(back, 'removed'))
      expect(marked(there, 'removed')).toEqual(marked(back, 'added'))
      expect(marked(there, 'changed')).toEqual(marked(back, 'changed'))
      const values = ({ nodes, journey }: typeof there) => [...nodes.flatMap(({ fields }) => fields), ...journey]
      const keyed = (all: ReturnType<typeof values>) => all.map((one) => JSON.stringify(one)).toSorted()
      expect(keyed(values(there))).toEqual(
        keyed(values(back).map(({ path, before, after }) => ({ path, before: after, after: before }))),
      )
    }),
  )
})

test('every value that is told as changed is the one that each side has there', () => {
  fc.assert(
    fc.property(anyJourney, anyJourney, (before, after) => {
      for (const { mark, node, fields } of compare(before, after).nodes) {
        if (mark !== 'changed') continue
        for (const { path, before: was, after: is } of fields) {
          if (path[0] !== 'config' || path[1] === undefined) continue
          expect(before.nodes.find(({ id }) => id === node.id)?.config[path[1]]).toEqual(was)
          expect(node.config[path[1]]).toEqual(is)
        }
      }
    }),
  )
})

test('branches are compared one by one by their ids, and their order is told', () => {
  const node = (...ids: string[]) => ({
    id: 'b',
    type: 'branch',
    version: 1,
    position: { x: 0, y: 0 },
    config: { branches: ids.map((id) => ({ id, name: `Branch ${id}` })) },
  })
  const journey = (...ids: string[]): Journey => ({ name: 'J', nodes: [node(...ids)], edges: [], settings: {} })
  expect(compare(journey('x', 'y'), journey('x', 'y', 'z')).nodes[0]?.fields).toEqual([
    { path: ['config', 'branches', 'z'], before: undefined, after: { id: 'z', name: 'Branch z' } },
  ])
  expect(compare(journey('x', 'y'), journey('y', 'x')).nodes[0]?.fields).toMatchObject([
    { path: ['config', 'branches'] },
  ])
})

test('restoring a version is one undo step that brings its very state, and undo takes it back', () => {
  fc.assert(
    fc.property(anyJourney, anyJourney, (draft, version) => {
      const restored = record(begin(draft), restoreVersion(version, draft))
      expect(restored.journey).toEqual(version)
      expect(restored.past.length).toBeLessThanOrEqual(1)
      expect(undo(restored).journey).toEqual(draft)
    }),
  )
})

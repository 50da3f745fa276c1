import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pasteNodes } from '../commands/paste-nodes.ts'
import { anyJourney } from './arbitraries.ts'
import { copyOf, readFragment, renewed } from './fragment.ts'
import type { Journey, JourneyNode } from './journey.ts'

const node = (id: string, config: JourneyNode['config'] = {}): JourneyNode => ({
  id,
  type: 'branch',
  version: 1,
  position: { x: 0, y: 0 },
  config,
})
const journey: Journey = {
  name: 'J',
  nodes: [
    node('mail'),
    node('who', {
      branches: [
        { id: 'yes', when: { combinator: 'and', rules: [{ field: 'touch.mail', operator: '=', value: 'delivered' }] } },
      ],
    }),
    node('other'),
  ],
  edges: [
    { from: 'mail', outlet: 'next', to: 'who' },
    { from: 'who', outlet: 'else', to: 'other' },
  ],
  settings: {},
}
const pastedInto = (text: string, into: Journey) => {
  const fragment = readFragment(text)
  return fragment && renewed(fragment, into)
}

test('what is copied carries its inner edges and nothing else, and can be read as a journey file', () => {
  expect(readFragment(copyOf(journey, ['mail', 'who']))).toMatchObject({
    nodes: [{ id: 'mail' }, { id: 'who' }],
    edges: [{ from: 'mail', outlet: 'next', to: 'who' }],
  })
})

test('what is pasted has ids of its own, and its rules ask about the pasted steps', () => {
  const pasted = pastedInto(copyOf(journey, ['mail', 'who']), journey)
  expect(pasted?.nodes.map(({ id }) => id)).toEqual(['mail-2', 'who-2'])
  expect(pasted?.edges).toEqual([{ from: 'mail-2', outlet: 'next', to: 'who-2' }])
  expect(JSON.stringify(pasted)).toContain('touch.mail-2')
})

test('a rule about a step that was not copied along still asks about that one', () => {
  expect(JSON.stringify(pastedInto(copyOf(journey, ['who']), journey))).toContain('"touch.mail"')
})

test('text that is no journey file is nothing to paste', () => {
  for (const text of [
    '',
    'hello',
    '[]',
    '{}',
    '{"nodes": 1}',
    'null',
    '{"name":"x","nodes":[],"edges":[],"settings":{}}',
  ])
    expect(readFragment(text), text).toBeUndefined()
})

test('pasted twice, nothing lies upon another, and every id and outlet is one', () => {
  fc.assert(
    fc.property(anyJourney, fc.array(fc.nat(4), { minLength: 1 }), (any, picks) => {
      const ids = picks.flatMap((nth) => any.nodes[nth]?.id ?? [])
      let now = any
      for (let times = 0; times < 3; times++) {
        const pasted = pastedInto(copyOf(any, ids), now)
        if (pasted) now = pasteNodes(pasted, 'paste').apply(now)
      }
      const added = now.nodes.slice(any.nodes.length)
      expect(new Set(now.nodes.map(({ id }) => id)).size).toBe(now.nodes.length)
      expect(new Set(now.edges.map(({ from, outlet }) => `${from}:${outlet}`)).size).toBe(now.edges.length)
      expect(added.length).toBe(3 * new Set(ids).size)
    }),
  )
})

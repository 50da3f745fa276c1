import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { NodeType } from '../api/types.ts'
import type { Journey, JourneyNode } from '../store/journey.ts'
import { nameAmong, nameBeside } from './tell-apart.ts'
import { summaryOf } from './words.ts'

const type = (name: string, summary: string): NodeType => ({
  type: name,
  version: 1,
  category: name === 'in' ? 'enter' : 'wait',
  icon: '',
  schema: {},
  defaults: {},
  outlets: ['next'],
  quick: [],
  takes: {},
  tells: [],
  texts: { en: { name: name === 'wait' ? 'Wait' : 'Entry', description: '', summary, fields: {}, outlets: {} } },
  entry: name === 'in',
})
const types = new Map([type('in', 'Somebody comes'), type('wait', 'Wait {for}')].map((one) => [one.type, one]))

const node = (id: string, waits: string, name?: string, y = 0): JourneyNode => ({
  id,
  type: 'wait',
  version: 1,
  position: { x: 0, y },
  config: { for: waits },
  ...(name === undefined ? {} : { name }),
})
const journeyOf = (nodes: JourneyNode[], ways: string[] = []): Journey => ({
  name: 'J',
  nodes,
  edges: ways.map((way) => ({ from: way[0] ?? '', outlet: 'next', to: way[1] ?? '' })),
  settings: {},
})
const called = (journey: Journey, language = 'en') =>
  journey.nodes.map(({ id }) => nameAmong(journey, id, types, language))

test('a name that no other has stays as it is', () => {
  expect(called(journeyOf([node('a', '2 h'), node('b', '2 h', 'Breathe')]))).toEqual(['Wait', 'Breathe'])
})

test('steps of one name are told apart by what they do', () => {
  expect(
    called(journeyOf([node('a', '2 h'), node('b', '3 h'), node('c', '2 h', 'Rest'), node('d', '3 h', 'Rest')])),
  ).toEqual(['Wait 2 h', 'Wait 3 h', 'Rest · Wait 2 h', 'Rest · Wait 3 h'])
})

test('steps that do the same too are numbered in the order of the journey', () => {
  const journey = journeyOf([node('c', '2 h', 'Rest'), node('a', '2 h', 'Rest'), node('b', '2 h')], ['ab', 'bc'])
  expect(called(journey)).toEqual(['Rest (2)', 'Rest (1)', 'Wait'])
  expect(called(journey, 'zh-CN')).toEqual(['Rest（2）', 'Rest（1）', 'Wait'])
})

test('where a summary stands beside it, only what has the same one is numbered', () => {
  const journey = journeyOf([node('a', '2 h'), node('b', '3 h'), node('c', '3 h')])
  expect(journey.nodes.map(({ id }) => nameBeside(journey, id, types, 'en'))).toEqual(['Wait', 'Wait (1)', 'Wait (2)'])
  expect(nameAmong(journey, 'gone', types, 'en')).toBe('gone')
})

test('whatever is drawn, no two steps are called the same', () => {
  const drawn = fc.array(
    fc.record({ name: fc.constantFrom(undefined, 'A', 'Wait', 'Wait 2 h'), waits: fc.constantFrom('2 h', '3 h', '') }),
    { maxLength: 8 },
  )
  fc.assert(
    fc.property(drawn, (steps) => {
      const journey = journeyOf(steps.map(({ name, waits }, nth) => node(`n${nth}`, waits, name, nth)))
      expect(new Set(called(journey)).size).toBe(steps.length)
      const beside = journey.nodes.map((one) =>
        [nameBeside(journey, one.id, types, 'en'), summaryOf(one, types, 'en')].join(),
      )
      expect(new Set(beside).size).toBe(steps.length)
    }),
  )
})

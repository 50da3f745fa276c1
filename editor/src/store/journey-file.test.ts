import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyJourney } from './arbitraries.ts'
import { isWrong, readJourney, readJourneyFile } from './journey-file.ts'

test('whatever the editor exports it imports again', () => {
  fc.assert(
    fc.property(anyJourney, (journey) => {
      expect(readJourney(JSON.stringify(journey, undefined, 2))).toEqual(journey)
    }),
  )
})

const node = { id: 'a', type: 'wait', version: 1, position: { x: 0, y: 0 }, config: {} }
const file = (more: object) => JSON.stringify({ name: 'J', nodes: [node], edges: [], settings: {}, ...more })

test.each([
  ['', 'json'],
  ['{"name": "J", "nodes": [', 'json'],
  ['null', 'foreign'],
  ['[]', 'foreign'],
  ['{"name": "wend", "dependencies": {}}', 'foreign'],
  ['{"nodes": {"a": 1}}', 'foreign'],
  ['{"nodes": [], "connections": {}}', 'shape'],
  [file({ nodes: [{ ...node, id: '<script>' }] }), 'shape'],
  [file({ nodes: [{ ...node, position: { x: 'left', y: 0 } }] }), 'shape'],
  [file({ name: '' }), 'shape'],
  [file({ nodes: [node, node] }), 'twice'],
  [
    file({
      edges: [
        { from: 'a', outlet: 'next', to: 'b' },
        { from: 'a', outlet: 'next', to: 'c' },
      ],
    }),
    'twice',
  ],
  [`{"nodes": ${'['.repeat(20_000)}${']'.repeat(20_000)}}`, 'shape'],
  ['{"__proto__": {"polluted": true}, "name": "J", "nodes": [], "edges": []}', 'shape'],
])('%s is not taken: %s', (text, wrong) => {
  const read = readJourney(text)
  expect(isWrong(read) && read.wrong).toBe(wrong)
  expect('polluted' in {}).toBe(false)
})

test('a file that is too large is not even read, and one that is no text says so', async () => {
  expect(await readJourneyFile(new Blob([' '.repeat(1_000_001)]), 'en')).toMatchObject({ wrong: 'huge' })
  expect(await readJourneyFile(new Blob([new Uint8Array([0x89, 0x50, 0xff, 0xfe])]), 'en')).toMatchObject({
    wrong: 'unreadable',
  })
})

test('what is wrong is said in the operator’s language', async () => {
  const at = async (language: string) => {
    const read = await readJourneyFile(new Blob([file({ connections: {} })]), language)
    return isWrong(read) ? read.at : ''
  }
  expect(await at('en')).toBe('/: Unrecognized key: "connections"')
  expect(await at('zh-CN')).toMatch(/\p{Script=Han}.*connections/u)
})

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseTime, readEvents } from './event-file.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wend file '))
})
afterAll(() => rm(folder, { recursive: true }))

const columns = { user: 'who', event: 'what', time: 'when', properties: ['price'], traits: ['town'] }
const csv = [
  '\uFEFFwho,what,when,price,town',
  'bob,viewed,2024-03-12 08:00:00,,北京',
  'ada,"added, twice",2024-03-11T08:00:00Z,12,Paris',
  'ada,bought,2024-03-13,12,Paris',
].join('\n')

test.each([
  ['plain', (text: string) => Buffer.from(text)],
  ['gzipped', (text: string) => gzipSync(text)],
])('a %s file is read in the order of its times, empty cells left out', async (name, pack) => {
  const file = join(folder, `${name}.csv`)
  await writeFile(file, pack(csv))
  const events = await readEvents(file, columns, { toMs: parseTime('2024-03-13') })
  expect(events).toEqual([
    {
      user: 'ada',
      event: 'added, twice',
      atMs: Date.parse('2024-03-11T08:00:00Z'),
      properties: { price: '12' },
      traits: { town: 'Paris' },
    },
    {
      user: 'bob',
      event: 'viewed',
      atMs: Date.parse('2024-03-12T08:00:00Z'),
      properties: {},
      traits: { town: '北京' },
    },
  ])
})

test('a file that does not fit says what is wrong with it', async () => {
  const file = join(folder, 'odd.csv')
  await writeFile(file, 'who,what,when\nada,came,yesterday')
  await expect(readEvents(file, columns)).rejects.toThrow('has no column price, town; it has who, what, when.')
  await expect(readEvents(file, { ...columns, properties: [], traits: [] })).rejects.toThrow(
    'line 2: when is not a time: «yesterday».',
  )
  await expect(readEvents(join(folder, 'none.csv'), columns)).rejects.toThrow('none.csv cannot be read')
})

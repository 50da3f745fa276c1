import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CliError } from './cli-error.ts'
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

const head = 'who,what,when\n'
const row = 'ada,came,2024-03-11\n'

test.each<[string, string | Buffer, string]>([
  ['nothing in it', '', 'is empty: its first line must name the columns who, what, when.'],
  ['only blank lines', '\n\n', 'is empty'],
  ['a cell too many', `${head}${row}${row}ada,came,2024-03-11,x\n`, 'line 4: it has more or fewer cells'],
  ['a cell too few', `${head}ada,came\n`, 'line 2: it has more or fewer cells'],
  ['a quote left open', `${head}${row}"ada,came,2024-03-11\n${row.repeat(9)}`, 'a quote is opened and never closed'],
  ['text behind a quote', `${head}"ada"x,came,2024-03-11\n`, 'line 2: something stands behind a closing quote'],
  ['a quote inside a cell', `${head}a"da,came,2024-03-11\n`, 'line 2: a quote stands inside a cell'],
  [
    'a line of two million letters',
    `${head}${'x'.repeat(2_000_000)},came,2024-03-11\n`,
    'longer than 1,000,000 characters',
  ],
  [
    'a wrong time behind a text of three lines',
    `${head}ada,"a\nb\nc",2024-03-11\nada,came,soon\n`,
    'line 5: when is not a time: «soon».',
  ],
  ['nobody', `${head}${row},came,2024-03-11\n`, 'line 3: who is empty.'],
  ['nothing done', `${head}ada,,2024-03-11\n`, 'line 2: what is empty.'],
  ['UTF-16', Buffer.from(head + row, 'utf16le'), 'has no column who, what, when'],
  ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0xff]), 'has no column'],
  ['a gzip file that was cut', gzipSync(head + row.repeat(500)).subarray(0, 60), 'is not a whole gzip file'],
  [
    'a gzip file with a wrong sum',
    Buffer.concat([gzipSync(head + row).subarray(0, -8), Buffer.alloc(8)]),
    'is not a whole gzip file',
  ],
])('a file with %s is told with its line and the remedy', async (name, content, told) => {
  const file = join(folder, `${name}.csv`)
  await writeFile(file, content)
  const why = await readEvents(file, { ...columns, properties: [], traits: [] }).catch((error: unknown) => error)
  expect(why).toBeInstanceOf(CliError)
  expect(String(why)).toContain(`${file}`)
  expect(String(why)).toContain(told)
})

test('a folder is told to be no file', async () => {
  await expect(readEvents(folder, columns)).rejects.toThrow('cannot be read')
})

test('line ends of Windows and cells with a NUL are read', async () => {
  const file = join(folder, 'windows.csv')
  await writeFile(file, `${head}${row}`.replaceAll('\n', '\r\n').replace('came', 'ca\0me'))
  expect(await readEvents(file, { ...columns, properties: [], traits: [] })).toMatchObject([{ event: 'ca\0me' }])
})

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { CliError } from '../../../api/src/cli/cli-error.ts'
import { readEvents } from '../../../api/src/cli/event-file.ts'
import { Findings, type Part, type PartOptions } from './finding.ts'
import { spentMs } from './spent.ts'

const mostMs = 3_000
const columns = { user: 'user_id', event: 'event', time: 'timestamp', properties: ['price'], traits: ['town'] }
const cell = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('ada', 'came', '2026-01-05T09:00:00Z', '2026-01-05', '12', '', 'Paris') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '"',
      '""',
      '"a,b"',
      '"a\nb"',
      'a"b',
      '"a"b',
      '\0',
      '\ufeff',
      "'",
      '=cmd()',
      'x'.repeat(200_000),
      '金',
      '\r',
      '9999-99-99',
      '0000-01-01',
      '+275760-09-13',
    ),
  },
)
const sound = fc.constant(['ada', 'came', '2026-01-05T09:00:00Z', '12', 'Paris'])
const row = fc.oneof(
  { weight: 4, arbitrary: sound },
  { weight: 1, arbitrary: fc.array(cell, { minLength: 4, maxLength: 6 }) },
)
const head = fc.oneof(
  { weight: 8, arbitrary: fc.constant('user_id,event,timestamp,price,town') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '',
      'user_id',
      'user_id,user_id,event,timestamp,price,town',
      'user_id;event;timestamp;price;town',
      '"user_id,event',
      '\ufeffuser_id,event,timestamp,price,town',
      '__proto__,event,timestamp,price,town,user_id',
    ),
  },
)
const text = fc
  .tuple(head, fc.array(row, { maxLength: 12 }), fc.constantFrom('\n', '\n', '\r\n', '\r'))
  .map(([first, rows, end]) => [first, ...rows.map((cells) => cells.join(','))].join(end))
const packing = fc.constantFrom(
  'plain',
  'plain',
  'plain',
  'gzip',
  'gzip, cut',
  'gzip, spoiled',
  'UTF-16',
  'a byte more',
  'noise',
)

function packed(content: string, how: string, noise: Uint8Array): Buffer {
  const plain = Buffer.from(content)
  if (how === 'gzip') return gzipSync(plain)
  if (how === 'gzip, cut') return gzipSync(plain).subarray(0, -5)
  if (how === 'gzip, spoiled') return Buffer.concat([gzipSync(plain).subarray(0, 15), noise])
  if (how === 'UTF-16') return Buffer.from(content, 'utf16le')
  if (how === 'a byte more') return Buffer.concat([plain, Buffer.from([0xff])])
  return how === 'noise' ? Buffer.from(noise) : plain
}

/** Random and broken files of events: read, or told what is wrong with them and where. */
export async function fuzzCsv({ seed, count, say }: PartOptions): Promise<Part> {
  const findings = new Findings()
  const kinds = new Map<string, number>()
  const folder = await mkdtemp(join(tmpdir(), 'wend-fuzz-'))
  const file = join(folder, 'events.csv')
  let tried = 0
  let slowestMs = 0
  const property = fc.asyncProperty(text, packing, fc.uint8Array({ maxLength: 60 }), async (content, how, noise) => {
    tried += 1
    await writeFile(file, packed(content, how, noise))
    const at = spentMs()
    let kind = 'read'
    try {
      const events = await readEvents(file, columns)
      const odd = events.find(({ user, event, atMs }) => user === '' || event === '' || Number.isNaN(atMs))
      if (odd) throw new Error(`read as an event: ${JSON.stringify(odd).slice(0, 200)}`)
    } catch (error) {
      if (!(error instanceof CliError)) throw error
      if (!error.message.startsWith(file) || error.message.length > 1_000 || error.message.includes('\n    at '))
        throw new Error(`not a message for people: ${error.message.slice(0, 300)}`)
      kind = error.message.slice(file.length).replace(/«.*/s, '«…»').replace(/\d+/g, 'N').slice(0, 70)
    }
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
    const tookMs = spentMs() - at
    slowestMs = Math.max(slowestMs, tookMs)
    if (tookMs > mostMs) throw new Error(`takes ${Math.round(tookMs)} ms`)
  })
  try {
    for (let nth = 0; tried < count && findings.all.length < 10; nth++) {
      const came = await fc.check(property, { seed: seed + nth, numRuns: 250 })
      say(`${tried} files, ${findings.all.length} findings`)
      if (came.failed)
        findings.add({
          at: 'csv',
          what: String(came.errorInstance),
          seed: seed + nth,
          repeat: JSON.stringify(came.counterexample).slice(0, 2_000),
        })
    }
  } finally {
    await rm(folder, { recursive: true })
  }
  const rows = [...kinds].sort(([, a], [, b]) => b - a).slice(0, 14)
  return {
    name: 'csv',
    tried,
    findings,
    table: [
      ['came out as', 'files'],
      ...rows.map(([kind, times]) => [kind, String(times)]),
      ['slowest, ms', slowestMs.toFixed(0)],
    ],
  }
}

import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'
import { CsvError, parse } from 'csv-parse'
import { z } from 'zod'
import { CliError } from './cli-error.ts'

/** Which columns of a file mean what. */
export interface Columns {
  user: string
  event: string
  time: string
  properties: readonly string[]
  traits: readonly string[]
}

/** One line of a file of events. */
export interface FileEvent {
  user: string
  event: string
  /** Milliseconds since 1970. */
  atMs: number
  /** By column; what is empty in the file is absent. */
  properties: Record<string, string>
  traits: Record<string, string>
}

/** A part of a file's time, in milliseconds since 1970: from the first, before the second. */
export interface Span {
  fromMs?: number | undefined
  toMs?: number | undefined
}

const line = z.object({ record: z.record(z.string(), z.string()), info: z.object({ lines: z.number() }) })
/** Characters: a line that is longer has lost a quote. */
const longestLine = 1_000_000

/**
 * Reads a CSV file, gzipped or not, and answers its events in the order of their times; those of one instant as they stand.
 * Throws `CliError` for everything that can be wrong with a file, with the line and the remedy.
 */
export async function readEvents(file: string, columns: Columns, { fromMs, toMs }: Span = {}): Promise<FileEvent[]> {
  const events: FileEvent[] = []
  const wanted = [columns.user, columns.event, columns.time, ...columns.properties, ...columns.traits]
  let hasHeader = false
  const parser = parse({
    bom: true,
    info: true,
    max_record_size: longestLine,
    skip_empty_lines: true,
    columns(header: string[]) {
      hasHeader = true
      const missing = wanted.filter((name) => !header.includes(name))
      if (missing.length)
        throw new CliError(`${file} has no column ${missing.join(', ')}; it has ${short(header.join(', '))}.`)
      return header
    },
  })
  const isPacked = await isGzip(file)
  const source = createReadStream(file)
  const text = isPacked ? source.pipe(createGunzip()) : source
  source.once('error', (error: Error) => parser.destroy(error))
  if (text !== source) text.once('error', (error: Error) => parser.destroy(error))
  text.pipe(parser)

  try {
    for await (const read of parser) {
      const { record: row, info } = line.parse(read)
      const wrong = (what: string) => new CliError(`${file}, line ${info.lines}: ${what}`)
      const [user = '', event = '', time = ''] = [columns.user, columns.event, columns.time].map((name) => row[name])
      const atMs = parseTime(time)
      if (Number.isNaN(atMs)) throw wrong(`${columns.time} is not a time: «${short(time)}».`)
      if (user === '') throw wrong(`${columns.user} is empty. Say who it was, or remove the line.`)
      if (event === '') throw wrong(`${columns.event} is empty. Say what happened, or remove the line.`)
      if ((fromMs !== undefined && atMs < fromMs) || (toMs !== undefined && atMs >= toMs)) continue
      events.push({ user, event, atMs, properties: pick(row, columns.properties), traits: pick(row, columns.traits) })
    }
  } catch (error) {
    throw error instanceof CliError ? error : new CliError(`${file}${faultIn(error, isPacked)}`)
  } finally {
    source.destroy()
  }
  if (!hasHeader) throw new CliError(`${file} is empty: its first line must name the columns ${wanted.join(', ')}.`)
  return events.sort((one, other) => one.atMs - other.atMs)
}

/** For a terminal: not long, and nothing that a terminal would obey. */
const short = (text: string): string => {
  const plain = text.slice(0, 300).replace(/\p{Cc}/gu, '·')
  return plain.length > 200 ? `${plain.slice(0, 199)}…` : plain
}

/** What is wrong with a file that cannot be read as CSV, and what makes it right. */
function faultIn(error: unknown, isPacked: boolean): string {
  if (error instanceof CsvError) {
    const at = typeof error['lines'] === 'number' ? `, line ${error['lines']}` : ''
    return `${at}: ${remedies[error.code] ?? 'this is not CSV.'}`
  }
  const message = error instanceof Error ? error.message : String(error)
  return isPacked ? ` is not a whole gzip file (${message}). Pack or copy it again.` : ` cannot be read: ${message}.`
}

const remedies: Partial<Record<string, string>> = {
  CSV_RECORD_INCONSISTENT_COLUMNS:
    'it has more or fewer cells than the first line. Put a text that holds a comma into quotes.',
  CSV_QUOTE_NOT_CLOSED: 'a quote is opened and never closed. Close it, or double the quotes inside a text.',
  CSV_INVALID_CLOSING_QUOTE: 'something stands behind a closing quote. Double the quotes inside a text.',
  INVALID_OPENING_QUOTE:
    'a quote stands inside a cell without quotes. Put the cell into quotes and double those inside.',
  CSV_MAX_RECORD_SIZE: 'it is longer than 1,000,000 characters. Close the quote that is missing, or shorten the line.',
}

/** A time as files have it: RFC 3339, or a date with or without a time of day, which is then UTC. NaN for anything else. */
export function parseTime(text: string): number {
  const [, date, time = '00:00:00', zone = 'Z'] =
    /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?))?\s*(Z|[+-]\d{2}:?\d{2}| UTC)?$/.exec(text.trim()) ??
    []
  return date ? Date.parse(`${date}T${time}${zone === ' UTC' ? 'Z' : zone}`) : Number.NaN
}

const pick = (row: Record<string, string>, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.flatMap((name) => (row[name] ? [[name, row[name]]] : [])))

async function isGzip(file: string): Promise<boolean> {
  const handle = await open(file).catch(cannotRead(file))
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0).catch(cannotRead(file))
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b
  } finally {
    await handle.close()
  }
}

const cannotRead =
  (file: string) =>
  (error: unknown): never => {
    throw new CliError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}.`)
  }

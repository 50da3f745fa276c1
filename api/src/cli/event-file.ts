import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'
import { parse } from 'csv-parse'
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

const line = z.record(z.string(), z.string())

/** Reads a CSV file, gzipped or not, and answers its events in the order of their times; those of one instant as they stand. */
export async function readEvents(file: string, columns: Columns, { fromMs, toMs }: Span = {}): Promise<FileEvent[]> {
  const events: FileEvent[] = []
  const wanted = [columns.user, columns.event, columns.time, ...columns.properties, ...columns.traits]
  const missingIn = (header: string[]) => wanted.filter((name) => !header.includes(name))
  const parser = parse({
    bom: true,
    skip_empty_lines: true,
    columns(header: string[]) {
      const missing = missingIn(header)
      if (missing.length)
        throw new CliError(`${file} has no column ${missing.join(', ')}; it has ${header.join(', ')}.`)
      return header
    },
  })
  const isPacked = await isGzip(file)
  const source = createReadStream(file)
  const text = isPacked ? source.pipe(createGunzip()) : source
  source.once('error', (error: Error) => parser.destroy(error))
  if (text !== source) text.once('error', (error: Error) => parser.destroy(error))
  text.pipe(parser)

  let number = 1
  for await (const raw of parser) {
    number += 1
    const row = line.parse(raw)
    const atMs = parseTime(row[columns.time] ?? '')
    if (Number.isNaN(atMs))
      throw new CliError(`${file}, line ${number}: ${columns.time} is not a time: «${row[columns.time]}».`)
    if ((fromMs !== undefined && atMs < fromMs) || (toMs !== undefined && atMs >= toMs)) continue
    events.push({
      user: row[columns.user] ?? '',
      event: row[columns.event] ?? '',
      atMs,
      properties: pick(row, columns.properties),
      traits: pick(row, columns.traits),
    })
  }
  return events.sort((one, other) => one.atMs - other.atMs)
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
  const handle = await open(file).catch((error: unknown) => {
    throw new CliError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}.`)
  })
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0)
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b
  } finally {
    await handle.close()
  }
}

import { z } from 'zod'
import { isReadable } from './readable.ts'

/** A cursor that no list of ours has given out. */
export class BadCursor extends Error {}

/** Where a list goes on, as text that says nothing to others. */
export const writeCursor = (place: number | readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(place)).toString('base64url')

/** Reads a cursor back; undefined where there is none. Throws `BadCursor`. */
export function readCursor<T>(shape: z.ZodType<T>, cursor: string | undefined): T | undefined {
  if (cursor === undefined) return undefined
  try {
    return shape.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
  } catch {
    throw new BadCursor('The cursor is not one of ours.')
  }
}

/** SQL: an instant as text with its microseconds, so that a list goes on exactly where it stopped. */
export const keepText = (column: string): string =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

/** An instant of a cursor, to the microsecond. */
export const cursorInstant = z.iso.datetime({ precision: 6 }).refine((text) => !text.startsWith('0000'))
/** A bigint of a cursor. */
export const cursorNumber = z.int().min(0)
/** An integer of a cursor. */
export const cursorInteger = z.int().min(0).max(2_147_483_647)
/** A text of a cursor: nothing that Postgres refuses. */
export const cursorText = z.string().max(600).refine(isReadable)

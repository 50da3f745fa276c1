import PostalMime from 'postal-mime'
import { z } from 'zod'
import type { Engine } from '../engine.ts'
import { Refused } from '../lifecycle/refused.ts'
import { cursorInstant, cursorText, keepText, readCursor, writeCursor } from './cursor.ts'
import { type Listed, type Page, pageOf } from './page.ts'
import { isReadable } from './readable.ts'

/** An e-mail that the local outbox caught, as an inbox lists it. `id` is its Message-ID. */
export interface CaughtMail {
  id: string
  at: Date
  recipient: string
  subject: string
}

/** The e-mail opened: as its reader would see it, with its headers. */
export interface OpenedMail extends CaughtMail {
  from: string
  html: string | null
  text: string | null
  headers: { name: string; value: string }[]
}

/** SQL: whether the local outbox caught what was sent: it never left here. Read for rows that are told, as content may be large. */
export const isKeptHere = (workspace: string, row: string): string =>
  `(${row}.channel = 'email' AND EXISTS (SELECT FROM caught_mail
     WHERE caught_mail.workspace = ${workspace} AND caught_mail.message_id = ${row}.content #>> '{headers,Message-ID}'))`

const place = z.tuple([cursorInstant, cursorText])

/** Caught e-mails, newest first, all or those to one address. */
export async function listMail(
  { pool }: Pick<Engine, 'pool'>,
  workspace: number,
  { recipient, cursor, limit }: Page & { recipient?: string | undefined },
): Promise<Listed<CaughtMail>> {
  const [at, id] = readCursor(place, cursor) ?? []
  const { rows } = await pool.query<CaughtMail & { key: string }>(
    `SELECT message_id AS id, received_at AS at, recipient, subject, ${keepText('received_at')} AS key
       FROM caught_mail
      WHERE workspace = $1 AND ($2::text IS NULL OR lower(recipient) = lower($2))
        AND ($3::timestamptz IS NULL OR (received_at, message_id) < ($3, $4))
      ORDER BY received_at DESC, message_id DESC LIMIT $5`,
    [workspace, recipient ?? null, at ?? null, id ?? null, limit + 1],
  )
  return pageOf(
    rows,
    limit,
    ({ key: _key, ...mail }) => mail,
    ({ key, id }) => writeCursor([key, id]),
  )
}

/** Opens one. Throws `not-found`. */
export async function readMail({ pool }: Pick<Engine, 'pool'>, workspace: number, id: string): Promise<OpenedMail> {
  if (!isReadable(id)) throw new Refused('not-found')
  const { rows } = await pool.query<CaughtMail & { raw: string }>(
    `SELECT message_id AS id, received_at AS at, recipient, subject, raw FROM caught_mail
      WHERE workspace = $1 AND message_id = $2`,
    [workspace, id],
  )
  const [row] = rows
  if (!row) throw new Refused('not-found')
  const { raw, ...mail } = row
  const read = await PostalMime.parse(raw)
  const sender = read.from
  return {
    ...mail,
    from: sender?.address ? (sender.name ? `${sender.name} <${sender.address}>` : sender.address) : '',
    html: read.html ?? null,
    text: read.text ?? null,
    headers: read.headers.map(({ key, value }) => ({ name: key, value })),
  }
}

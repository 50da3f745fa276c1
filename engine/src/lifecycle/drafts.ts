import { uuidv7 } from 'uuidv7'
import { z } from 'zod'
import type { Engine } from '../engine.ts'
import { type Journey, journey } from '../journey/journey.ts'
import { cursorInstant, keepText, readCursor, writeCursor } from '../reads/cursor.ts'
import { type Page, pageOf } from '../reads/page.ts'
import { isUuid } from '../reads/uuid.ts'
import { Refused } from './refused.ts'
import { countTotals, noTotals, type Totals } from './totals.ts'

export type JourneyState = 'draft' | 'live' | 'paused' | 'stopped'

/** A journey as operators have it before them: its state, and the draft with the revision that names it. */
export interface StoredJourney {
  id: string
  state: JourneyState
  draft: Journey
  /** Goes up with every save: the draft's ETag. */
  revision: number
  /** The number of the version that customers enter, null before the first publish. */
  liveVersion: number | null
  createdAt: Date
  updatedAt: Date
  updatedBy: string
  /** What it is for, where that was said. */
  family: Family | null
}

/** The four families of journeys. */
export const families = ['entry', 'tiered', 'frequency', 'reactivation'] as const
export type Family = (typeof families)[number]

/** A journey in a list: no draft, but its name and totals. */
export type ListedJourney = Omit<StoredJourney, 'draft'> & {
  name: string
  counts: Totals
  /** Of a published journey: whether its draft says something else than the version that customers enter. */
  draftDiffers: boolean
}

const columns = `id, state, draft, revision, live_version AS "liveVersion", created_at AS "createdAt",
  updated_at AS "updatedAt", updated_by AS "updatedBy", family`

type Row = Omit<StoredJourney, 'draft'> & { draft: unknown }

const stored = (row: Row): StoredJourney => ({ ...row, draft: journey.parse(row.draft) })

/** Keeps a new draft. */
export async function createDraft(
  { pool }: Pick<Engine, 'pool'>,
  workspace: number,
  file: Journey,
  by: string,
  family: Family | null = null,
): Promise<StoredJourney> {
  const { rows } = await pool.query<Row>(
    `INSERT INTO journey (workspace, id, draft, updated_by, family) VALUES ($1, $2, $3, $4, $5) RETURNING ${columns}`,
    [workspace, uuidv7(), JSON.stringify(file), by, family],
  )
  return stored(one(rows))
}

/** Reads one. Throws `not-found`. */
export async function readJourney(
  { pool }: Pick<Engine, 'pool'>,
  workspace: number,
  id: string,
): Promise<StoredJourney> {
  if (!isUuid(id)) throw new Refused('not-found')
  const { rows } = await pool.query<Row>(`SELECT ${columns} FROM journey WHERE workspace = $1 AND id = $2`, [
    workspace,
    id,
  ])
  return stored(one(rows))
}

/** Replaces the draft if it is still at `revision`. Throws `not-found`, `revision-stale`. */
export async function saveDraft(
  engine: Pick<Engine, 'pool'>,
  workspace: number,
  id: string,
  { file, revision, by }: { file: Journey; revision: number; by: string },
): Promise<StoredJourney> {
  if (!isUuid(id)) throw new Refused('not-found')
  const { rows } = await engine.pool.query<Row>(
    // A version that was published at this very moment is not seen here: what is saved upon it differs from it.
    `UPDATE journey SET draft = $4, revision = revision + 1, updated_at = now(), updated_by = $5,
            draft_differs = live_version IS NOT NULL AND coalesce(
              (SELECT journey_content($4) <> journey_content(graph) FROM version
                WHERE version.workspace = $1 AND version.journey = $2 AND version.number = live_version), true)
      WHERE workspace = $1 AND id = $2 AND revision = $3 RETURNING ${columns}`,
    [workspace, id, revision, JSON.stringify(file), by],
  )
  if (rows[0]) return stored(rows[0])
  await readJourney(engine, workspace, id)
  throw new Refused('revision-stale')
}

/** Says what a journey is for; its draft stays as it is. Throws `not-found`. */
export async function setFamily(
  { pool }: Pick<Engine, 'pool'>,
  workspace: number,
  id: string,
  family: Family | null,
): Promise<void> {
  if (!isUuid(id)) throw new Refused('not-found')
  const { rowCount } = await pool.query('UPDATE journey SET family = $3 WHERE workspace = $1 AND id = $2', [
    workspace,
    id,
    family,
  ])
  if (!rowCount) throw new Refused('not-found')
}

/**
 * Removes a journey that was never published. `untouchedBut`: only if nobody has drawn, saved or said anything, and no page but
 * this one has it open: one that said so and did not say that it left. Throws `not-found`, `wrong-state`.
 */
export async function deleteDraft(
  engine: Pick<Engine, 'pool'>,
  workspace: number,
  id: string,
  untouchedBut?: string,
): Promise<void> {
  if (!isUuid(id)) throw new Refused('not-found')
  const { rowCount } = await engine.pool.query(
    `DELETE FROM journey WHERE workspace = $1 AND id = $2 AND state = 'draft'
        AND ($3::uuid IS NULL OR revision = 1
             AND draft -> 'nodes' = '[]' AND draft -> 'edges' = '[]' AND coalesce(draft -> 'notes', '[]') = '[]'
             AND NOT EXISTS (SELECT FROM comment_thread c WHERE c.workspace = $1 AND c.journey = $2)
             AND NOT EXISTS (SELECT FROM presence p WHERE p.workspace = $1 AND p.journey = $2 AND p.page <> $3))`,
    [workspace, id, untouchedBut ?? null],
  )
  if (rowCount) return
  await readJourney(engine, workspace, id)
  throw new Refused('wrong-state')
}

const after = z.tuple([cursorInstant, z.guid()])

/** Which journeys are wanted: those that fit all that is given. */
export interface JourneyFilter {
  /** A part of the name, in any case. */
  search?: string | undefined
  state?: JourneyState | undefined
  family?: Family | undefined
}

/** The journeys of a workspace, newest first. */
export async function listJourneys(
  engine: Pick<Engine, 'pool'>,
  workspace: number,
  { search, state, family, cursor, limit }: JourneyFilter & Page,
): Promise<{ items: ListedJourney[]; next: string | null }> {
  const [createdAt, id] = readCursor(after, cursor) ?? []
  const { rows } = await engine.pool.query<Omit<ListedJourney, 'counts'> & { key: string }>(
    `SELECT id, state, draft ->> 'name' AS name, revision, live_version AS "liveVersion", created_at AS "createdAt",
            updated_at AS "updatedAt", updated_by AS "updatedBy", family, draft_differs AS "draftDiffers", ${keepText('created_at')} AS key
       FROM journey
      WHERE workspace = $1 AND ($2::timestamptz IS NULL OR (created_at, id) < ($2::timestamptz, $3::uuid))
        AND ($5::text IS NULL OR strpos(lower(draft ->> 'name'), lower($5)) > 0)
        AND ($6::text IS NULL OR state = $6) AND ($7::text IS NULL OR family = $7)
      ORDER BY created_at DESC, id DESC LIMIT $4`,
    [workspace, createdAt ?? null, id ?? null, limit + 1, search ?? null, state ?? null, family ?? null],
  )
  const totals = await countTotals(
    engine,
    workspace,
    rows.map(({ id }) => id),
  )
  return pageOf(
    rows,
    limit,
    ({ key: _key, ...row }) => ({ ...row, counts: totals.get(row.id) ?? noTotals }),
    ({ key, id }) => writeCursor([key, id]),
  )
}

function one(rows: Row[]): Row {
  const [row] = rows
  if (!row) throw new Refused('not-found')
  return row
}

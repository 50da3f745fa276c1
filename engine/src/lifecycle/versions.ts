import type { Engine } from '../engine.ts'
import { type Journey, journey } from '../journey/journey.ts'
import { cursorInteger, readCursor, writeCursor } from '../reads/cursor.ts'
import { type Listed, type Page, pageOf } from '../reads/page.ts'
import { readJourney } from './drafts.ts'
import type { Version } from './publish.ts'
import { Refused } from './refused.ts'

/** A version in a list, with how many customers are inside it. */
export type ListedVersion = Version & { inside: number }

/** The versions of a journey, newest first; `inside`: only those that customers are inside. Throws `not-found`. */
export async function listVersions(
  engine: Pick<Engine, 'pool'>,
  workspace: number,
  id: string,
  { cursor, limit, inside = false }: Page & { inside?: boolean },
): Promise<Listed<ListedVersion>> {
  await readJourney(engine, workspace, id)
  const { rows } = await engine.pool.query<ListedVersion>(
    `WITH inside AS (
       SELECT e.version, count(*)::bigint AS n FROM enrollment e
         JOIN journey j ON j.workspace = e.workspace AND j.id = e.journey AND j.epoch = e.epoch
        WHERE e.workspace = $1 AND e.journey = $2 AND e.state <> 'ended' GROUP BY e.version)
     SELECT version.journey, version.number, encode(version.plan, 'hex') AS plan, version.published_at AS "publishedAt",
            version.published_by AS "publishedBy", coalesce(inside.n, 0) AS inside
       FROM version LEFT JOIN inside ON inside.version = version.number
      WHERE version.workspace = $1 AND version.journey = $2 AND ($3::integer IS NULL OR version.number < $3)
        AND (NOT $5 OR inside.n > 0)
      ORDER BY version.number DESC LIMIT $4`,
    [workspace, id, readCursor(cursorInteger, cursor) ?? null, limit + 1, inside],
  )
  return pageOf(
    rows,
    limit,
    (row) => row,
    ({ number }) => writeCursor(number),
  )
}

/** One version with the journey file that was published. Throws `not-found`. */
export async function readVersion(
  engine: Pick<Engine, 'pool'>,
  workspace: number,
  id: string,
  number: number,
): Promise<Version & { graph: Journey }> {
  await readJourney(engine, workspace, id)
  const { rows } = await engine.pool.query<Version & { graph: unknown }>(
    `SELECT journey, number, encode(plan, 'hex') AS plan, graph, published_at AS "publishedAt",
            published_by AS "publishedBy"
       FROM version WHERE workspace = $1 AND journey = $2 AND number = $3`,
    [workspace, id, number],
  )
  const [row] = rows
  if (!row) throw new Refused('not-found')
  return { ...row, graph: journey.parse(row.graph) }
}

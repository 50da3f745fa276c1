import type { Language } from '@wend/nodes/sdk/issue'
import type { Engine } from '../engine.ts'

/** What operators say of a workspace. */
export interface WorkspaceSettings {
  name: string
  /** IANA: of customers whose own zone is not known, in journeys that name none. */
  timeZone: string
  /** What customers are written in where their own language is not known. */
  language: Language
}

const columns = 'name, time_zone AS "timeZone", language'

export async function readWorkspace({ pool }: Pick<Engine, 'pool'>, workspace: number): Promise<WorkspaceSettings> {
  const { rows } = await pool.query<WorkspaceSettings>(`SELECT ${columns} FROM workspace WHERE id = $1`, [workspace])
  const [found] = rows
  if (!found) throw new Error(`no workspace ${workspace}`)
  return found
}

/** Steps go by it after ten seconds at most: see `Plans.workspace`. */
export async function writeWorkspace(
  { pool }: Pick<Engine, 'pool'>,
  workspace: number,
  { name, timeZone, language }: WorkspaceSettings,
): Promise<WorkspaceSettings> {
  const { rows } = await pool.query<WorkspaceSettings>(
    `UPDATE workspace SET name = $2, time_zone = $3, language = $4 WHERE id = $1 RETURNING ${columns}`,
    [workspace, name, timeZone, language],
  )
  const [written] = rows
  if (!written) throw new Error(`no workspace ${workspace}`)
  return written
}

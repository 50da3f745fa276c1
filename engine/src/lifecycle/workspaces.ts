import type { Language } from '@wend/nodes/sdk/issue'
import type { Engine } from '../engine.ts'

/** What operators say of a workspace. */
export interface WorkspaceSettings {
  name: string
  /** IANA: of customers whose own zone is not known, in journeys that name none. */
  timeZone: string
  /** What customers are written in where their own language is not known. */
  language: Language
  /** Whether e-mails tell when they are opened and their links followed. */
  trackOpensAndClicks: boolean
}

/** What is left out stays as it is. */
type WrittenSettings = Omit<WorkspaceSettings, 'trackOpensAndClicks'> & { trackOpensAndClicks?: boolean | undefined }

const columns = 'name, time_zone AS "timeZone", language, track_opens_and_clicks AS "trackOpensAndClicks"'

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
  { name, timeZone, language, trackOpensAndClicks }: WrittenSettings,
): Promise<WorkspaceSettings> {
  const { rows } = await pool.query<WorkspaceSettings>(
    `UPDATE workspace SET name = $2, time_zone = $3, language = $4,
            track_opens_and_clicks = coalesce($5, track_opens_and_clicks) WHERE id = $1 RETURNING ${columns}`,
    [workspace, name, timeZone, language, trackOpensAndClicks ?? null],
  )
  const [written] = rows
  if (!written) throw new Error(`no workspace ${workspace}`)
  return written
}

import type { Issue, Language } from '@wend/nodes/sdk/issue'
import { compile } from '../compile/compile.ts'
import type { Engine } from '../engine.ts'
import type { Journey } from '../journey/journey.ts'
import { transaction } from '../storage/database.ts'
import { type JourneyState, readJourney, type StoredJourney } from './drafts.ts'
import { changeListening, holdListeningAlone, noteState } from './listening.ts'
import { Refused } from './refused.ts'

/** What becomes of customers inside when the next version comes. Only `finish` is built: they end on their own version. */
export interface InFlight {
  inFlight: 'finish' | 'move'
  /** Removed node → `leave`, or the node that its customers go on at. */
  removed: Readonly<Record<string, string>>
}

/** One published, immutable state of a journey. */
export interface Version {
  journey: string
  number: number
  /** The plan's hash, hex: versions that run alike have the same. */
  plan: string
  publishedAt: Date
  publishedBy: string
}

/** Everything that stands against publishing the draft, or a file in its place, at once. Throws `not-found`. */
export async function checkDraft(
  engine: Pick<Engine, 'pool' | 'catalog'>,
  workspace: number,
  id: string,
  { inFlight, language, file }: { inFlight: InFlight; language: Language; file?: Journey | undefined },
): Promise<Issue[]> {
  const { draft } = await readJourney(engine, workspace, id)
  const compiled = await compile(file ?? draft, engine.catalog, { language })
  return [...notAvailable(inFlight, language), ...(compiled.ok ? compiled.value.warnings : compiled.issues)]
}

/**
 * Makes the draft the version that customers enter from now on; those inside finish on theirs. Revives a stopped
 * journey; a paused one stays paused and takes the version at its resume. One transaction.
 * `revision` names the draft that was meant: it may be left out for a first version only.
 * Throws `not-found`, `revision-missing`, `revision-stale`, `invalid-journey` with every issue.
 */
export async function publishJourney(
  engine: Pick<Engine, 'pool' | 'catalog'>,
  workspace: number,
  id: string,
  wanted: { revision: number | undefined; inFlight: InFlight; by: string; language: Language },
): Promise<Version> {
  for (;;) {
    const meant = await readJourney(engine, workspace, id)
    if (wanted.revision === undefined && meant.liveVersion !== null) throw new Refused('revision-missing')
    if (wanted.revision !== undefined && wanted.revision !== meant.revision) throw new Refused('revision-stale')

    const compiled = await compile(meant.draft, engine.catalog, { language: wanted.language })
    const issues = [...notAvailable(wanted.inFlight, wanted.language), ...(compiled.ok ? [] : compiled.issues)]
    if (!compiled.ok || issues.some(({ severity }) => severity === 'error'))
      throw new Refused('invalid-journey', issues)

    const version = await commit(engine, workspace, meant, {
      ...compiled.value,
      by: wanted.by,
      onlyFirst: wanted.revision === undefined,
    })
    // Saved by somebody else while it was compiled: look again, as the answer may be another now.
    if (version) return version
  }
}

/** Undefined where the draft is no longer the one that was compiled. */
const commit = (
  { pool }: Pick<Engine, 'pool'>,
  workspace: number,
  meant: StoredJourney,
  { plan, hash, by, onlyFirst }: { plan: unknown; hash: string; by: string; onlyFirst: boolean },
): Promise<Version | undefined> =>
  transaction(pool, async (client) => {
    await holdListeningAlone(client, workspace)
    const { rows } = await client.query<{ state: JourneyState; revision: number; live: boolean }>(
      'SELECT state, revision, live_version IS NOT NULL AS live FROM journey WHERE workspace = $1 AND id = $2 FOR NO KEY UPDATE',
      [workspace, meant.id],
    )
    const [now] = rows
    if (!now) throw new Refused('not-found')
    if (now.revision !== meant.revision) return undefined
    // Somebody else published the first version while this one was compiled.
    if (onlyFirst && now.live) throw new Refused('revision-missing')

    const name = Buffer.from(hash, 'hex')
    await client.query(
      'INSERT INTO plan (workspace, hash, body) VALUES ($1, $2, $3) ON CONFLICT (workspace, hash) DO UPDATE SET idle_since = NULL',
      [workspace, name, JSON.stringify(plan)],
    )
    const made = await client.query<{ number: number; publishedAt: Date }>(
      `INSERT INTO version (workspace, journey, number, plan, graph, published_by)
       SELECT $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5 FROM version WHERE workspace = $1 AND journey = $2
       RETURNING number, published_at AS "publishedAt"`,
      [workspace, meant.id, name, JSON.stringify(meant.draft), by],
    )
    const [version] = made.rows
    if (!version) throw new Error('a version was not kept')
    await client.query(
      'UPDATE journey SET state = $3, live_version = $4, draft_differs = false, updated_at = now() WHERE workspace = $1 AND id = $2',
      [workspace, meant.id, now.state === 'paused' ? 'paused' : 'live', version.number],
    )
    await noteState(client, workspace, meant.id)
    await changeListening(client, workspace)
    return { journey: meant.id, ...version, plan: hash, publishedBy: by }
  })

function notAvailable({ inFlight, removed }: InFlight, language: Language): Issue[] {
  const issue = (path: string, node?: string): Issue => ({
    code: 'not-available',
    severity: 'error',
    path,
    message: texts[path === '/inFlight' ? 'inFlight' : 'removed'][language],
    ...(node === undefined ? {} : { node }),
  })
  return [
    ...(inFlight === 'move' ? [issue('/inFlight')] : []),
    ...Object.keys(removed).map((node) => issue(`/removed/${node.replaceAll('~', '~0').replaceAll('/', '~1')}`, node)),
  ]
}

const texts: Record<'inFlight' | 'removed', Record<Language, string>> = {
  inFlight: {
    en: 'Moving customers to the new version is not available yet. Choose “finish”: they end on the version they entered.',
    'zh-CN': '暂不支持把旅程中的用户移到新版本。请选择“finish”：他们会在进入时的版本上走完。',
  },
  removed: {
    en: 'Saying what becomes of customers at a removed node is not available yet. Leave it out: they end on the version they entered.',
    'zh-CN': '暂不支持指定被删除节点上用户的去向。请不要填写：他们会在进入时的版本上走完。',
  },
}

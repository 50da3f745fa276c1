import { spawn } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { connect } from '@wend/engine/storage/database'
import { createSignInToken, sha256 } from '../access/keys.ts'
import { type Access, readAccess } from './access.ts'
import { freePort, type Running } from './processes.ts'
import { createWorkspace } from './seed.ts'

/** Where a Wend runs, where that is not this installation and a new folder of data. */
interface Place {
  /** The installation that it is started from. */
  installation: string
  /** Its data, which outlive it. */
  data: string
  port: number
}

/** A whole Wend as `npm start` makes it; in a folder of its own, which goes with it, unless it is told where. */
export async function startWend(place?: Place): Promise<Running & { access: Access }> {
  const folder = place ? undefined : await mkdtemp(join(tmpdir(), 'wend browser '))
  if (folder) await chmod(folder, 0o755)
  const { installation, data, port } = place ?? {
    installation: fileURLToPath(new URL('../../..', import.meta.url)),
    data: join(folder ?? '', 'data'),
    port: await freePort(),
  }
  const child = spawn(process.execPath, [join(installation, 'api/src/start/bootstrap.mjs')], {
    cwd: installation,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, HOME: process.env.HOME, PORT: String(port), WEND_DATA_DIR: data },
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)))
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const ready = new Promise<void>((resolve) =>
    child.stdout.on('data', () => said.includes('Wend is ready') && resolve()),
  )
  await Promise.race([ready, exited])
  const access = said.includes('Wend is ready') ? await readAccess(data) : undefined
  if (!access) throw new Error(`Wend did not start: ${said}`)

  return {
    access,
    process: child,
    async stop() {
      child.kill('SIGINT')
      await exited
      if (folder) await rm(folder, { recursive: true, force: true })
    },
  }
}

/** A workspace of its own in a running Wend: with the drafts that a new one starts with, keys, and a sign-in link. */
export async function openWorkspace(access: Access, name: string): Promise<Access> {
  const pool = connect(access.databaseUrl, { max: 1, name: 'wend test' })
  const { apiKey, writeKey, signInToken } = await createWorkspace(pool, name).finally(() => pool.end())
  return { ...access, apiKey, writeKey, signInUrl: `${access.url}/sign-in?token=${signInToken}` }
}

/** One more operator of the same workspace, by her own sign-in link. */
export async function openColleague(access: Access, name: string): Promise<Access> {
  const pool = connect(access.databaseUrl, { max: 1, name: 'wend test' })
  const link = new URL(access.signInUrl).searchParams.get('token') ?? ''
  try {
    const { rows } = await pool.query<{ workspace: number; id: string }>(
      `INSERT INTO operator (workspace, id, name) SELECT workspace, gen_random_uuid(), $2 FROM sign_in_link WHERE hash = $1
       RETURNING workspace, id`,
      [sha256(link), name],
    )
    const [made] = rows
    if (!made) throw new Error('No workspace is opened by that link.')
    const token = await createSignInToken(pool, made.workspace, made.id)
    return { ...access, signInUrl: `${access.url}/sign-in?token=${token}` }
  } finally {
    await pool.end()
  }
}

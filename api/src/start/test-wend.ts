import { spawn } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { connect } from '@wend/engine/storage/database'
import { createSignInToken, sha256 } from '../access/keys.ts'
import { type Access, readAccess } from './access.ts'
import type { Running } from './processes.ts'
import { createWorkspace } from './seed.ts'

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (typeof address !== 'object' || !address) throw new Error('no free port')
  return address.port
}

/** A whole Wend as `npm start` makes it, in a folder of its own. */
export async function startWend(env: Record<string, string> = {}): Promise<Running & { access: Access }> {
  const folder = await mkdtemp(join(tmpdir(), 'wend browser '))
  await chmod(folder, 0o755)
  const child = spawn(process.execPath, [fileURLToPath(new URL('bootstrap.mjs', import.meta.url))], {
    cwd: fileURLToPath(new URL('../../..', import.meta.url)),
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      PORT: String(await freePort()),
      WEND_DATA_DIR: join(folder, 'data'),
      ...env,
    },
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)))
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const ready = new Promise<void>((resolve) =>
    child.stdout.on('data', () => said.includes('Wend is ready') && resolve()),
  )
  await Promise.race([ready, exited])
  const access = said.includes('Wend is ready') ? await readAccess(join(folder, 'data')) : undefined
  if (!access) throw new Error(`Wend did not start: ${said}`)

  return {
    access,
    process: child,
    async stop() {
      child.kill('SIGINT')
      await exited
      await rm(folder, { recursive: true, force: true })
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

import { type ChildProcess, spawn } from 'node:child_process'
import { chmod, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type Access, readAccess } from './access.ts'
import { freePort, gone, isAlive } from './processes.ts'

/** A Wend in a temporary folder, run as its own process. */
export interface TestWend {
  folder: string
  port: number
  /** Starts it and waits until it is ready or has ended. */
  start(env?: Record<string, string>): Promise<Started>
  /** The process ids of api and worker, Postgres and Temporal that run or ran last. */
  pids(): Promise<Record<'api' | 'worker' | 'postgres' | 'temporal', number>>
  access(): Promise<Access>
  /** Ends and removes everything. */
  remove(): Promise<void>
}

export interface Started {
  process: ChildProcess
  /** Everything it said. */
  said(): string
  ready: boolean
  code: Promise<number | null>
}

const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
const here = (file: string) => JSON.stringify(new URL(file, import.meta.url).href)

/** Answers its process id over HTTP, and ends when its parent's pipe closes, as the real ones do. */
const standIn = `
import { createServer } from 'node:http'
const port = process.argv[1].includes('api') ? Number(process.env.PORT) : 0
createServer((_request, response) => response.end(String(process.pid))).listen(port, () => process.send?.('ready'))
process.stdin.on('end', () => process.exit(0)).resume()
`

/** A folder with a blank in its path, with small stand-ins for api and worker or with the real ones, which others may enter unless `mode` says otherwise. */
export async function testWend({
  mode = 0o755,
  parts: kind = 'stand-in',
}: {
  mode?: number
  parts?: 'stand-in' | 'real'
} = {}): Promise<TestWend> {
  const above = await mkdtemp(join(tmpdir(), 'wend start '))
  await chmod(above, mode)
  const folder = join(above, 'data folder')
  const port = await freePort()
  await writeFile(join(above, 'api.ts'), standIn)
  await writeFile(join(above, 'worker.ts'), standIn)
  const script = join(above, 'bootstrap.mjs')
  const real = (file: string) => fileURLToPath(new URL(`../../../${file}`, import.meta.url))
  const [api, worker] =
    kind === 'real'
      ? [real('api/src/main.ts'), real('engine/src/worker.ts')]
      : [join(above, 'api.ts'), join(above, 'worker.ts')]
  const parts = `{ api: ${JSON.stringify(api)}, worker: ${JSON.stringify(worker)}, editor: async () => {} }`
  await writeFile(script, `import { run } from ${here('./run.ts')}\nawait run(process.env, ${parts})\n`)
  const started: Started[] = []

  const numberIn = async (file: string, pick: (text: string) => unknown) =>
    Number(pick(await readFile(join(folder, file), 'utf8').catch(() => '{}')))
  const pids = async () => {
    const running: Record<string, { pid: number } | undefined> = JSON.parse(
      await readFile(join(folder, 'running.json'), 'utf8'),
    ).parts
    return {
      api: running.api?.pid ?? 0,
      worker: running.worker?.pid ?? 0,
      postgres: await numberIn('postgres/data/postmaster.pid', (text) => text.split('\n')[0]),
      temporal: await numberIn('temporal.json', (text) => JSON.parse(text).pid),
    }
  }

  return {
    folder,
    port,
    pids,
    async access() {
      const access = await readAccess(folder)
      if (!access) throw new Error('There is no access.json that can be read.')
      return access
    },
    async start(env = {}) {
      const child = spawn(process.execPath, ['--import', tsx, script], {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { PATH: process.env.PATH, HOME: process.env.HOME, PORT: String(port), WEND_DATA_DIR: folder, ...env },
      })
      let said = ''
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk))
      const code = new Promise<number | null>((resolve) => child.once('close', resolve))
      let ended = false
      void code.then(() => (ended = true))
      while (!ended && !said.includes('Wend is ready')) await sleep(30)
      const one = { process: child, said: () => said, ready: !ended, code }
      started.push(one)
      return one
    },
    async remove() {
      for (const { process: child } of started) {
        if (child.pid && isAlive(child.pid)) child.kill('SIGTERM')
        if (child.pid) await gone(child.pid, 12_000)
      }
      // Where only root may enter, Postgres lives elsewhere and this is a link.
      const room = await realpath(join(folder, 'postgres')).catch(() => undefined)
      if (room) await rm(room, { recursive: true, force: true })
      await rm(above, { recursive: true, force: true })
    },
  }
}

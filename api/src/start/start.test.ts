import { execFile } from 'node:child_process'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { connect } from '@wend/engine/storage/database'
import { afterEach, expect, test } from 'vitest'
import { isAlive } from './processes.ts'
import { type TestWend, testWend } from './testing.ts'

let wend: TestWend
afterEach(() => wend.remove())

async function query(url: string, sql: string): Promise<unknown[]> {
  const pool = connect(url, { max: 1 })
  try {
    return (await pool.query(sql)).rows
  } finally {
    await pool.end()
  }
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 45_000; !(await holds()); await sleep(50)) {
    if (Date.now() > deadline) throw new Error('It did not come to that within 45 s.')
  }
}

const ask = async (url: string) => Number(await (await fetch(url)).text())

test('after SIGKILL of everything the next start finds all as it was, and Ctrl-C leaves nothing running', async () => {
  wend = await testWend()
  const first = await wend.start()
  expect(first.said()).toContain('Wend is ready.')
  const before = await wend.access()
  const old = await wend.pids()
  for (const file of ['access.json', 'secret.key'])
    expect((await stat(`${wend.folder}/${file}`)).mode & 0o777).toBe(0o600)
  const key = await readFile(`${wend.folder}/secret.key`, 'utf8')
  expect(await ask(before.url)).toBe(old.api)
  await query(before.databaseUrl, `CREATE TABLE kept AS SELECT 'still here' AS what`)

  first.process.kill('SIGKILL')
  await first.code
  const second = await wend.start()
  expect(second.ready, second.said()).toBe(true)
  const after = await wend.access()
  expect(await query(after.databaseUrl, 'SELECT what FROM kept')).toEqual([{ what: 'still here' }])
  expect(await query(after.databaseUrl, 'SELECT count(*) AS n FROM workspace')).toEqual([{ n: 1 }])
  expect(await readFile(`${wend.folder}/secret.key`, 'utf8')).toBe(key)
  expect({ ...after, signInUrl: '' }).toEqual({ ...before, signInUrl: '' })
  const now = await wend.pids()
  for (const name of ['api', 'worker', 'postgres', 'temporal'] as const) {
    expect(now[name]).not.toBe(old[name])
    expect(isAlive(old[name]), name).toBe(false)
  }

  const began = Date.now()
  second.process.kill('SIGINT')
  expect(await second.code).toBe(0)
  expect(Date.now() - began).toBeLessThan(10_000)
  for (const [name, pid] of Object.entries(now)) expect(isAlive(pid), name).toBe(false)
}, 120_000)

test('a part that dies is started again, Postgres too', async () => {
  wend = await testWend()
  const { said } = await wend.start()
  const before = await wend.pids()
  process.kill(before.worker, 'SIGKILL')
  process.kill(before.postgres, 'SIGKILL')
  await until(async () => {
    const now = await wend.pids()
    return now.worker !== before.worker && now.postgres !== before.postgres && isAlive(now.postgres)
  })
  expect(said()).toContain('The worker ended (SIGKILL)')
  expect(said()).toContain('Postgres ended (SIGKILL)')
  const { databaseUrl } = await wend.access()
  await until(async () => (await query(databaseUrl, 'SELECT').catch(() => undefined)) !== undefined)
}, 120_000)

test('what cannot be started says why in one sentence', async () => {
  wend = await testWend()
  const squatter = createServer().listen(wend.port)
  const said = async (env: Record<string, string>) => {
    const started = await wend.start(env)
    expect(await started.code).toBe(1)
    return started.said().trim()
  }
  expect(await said({})).toBe(`Port ${wend.port} is taken: stop what listens there, or set PORT to another.`)
  squatter.close()
  expect(await said({ PORT: 'eighty' })).toBe('PORT must be a port, 0 to 65535, and it is «eighty».')
  const below = `${wend.folder}.txt/data`
  await writeFile(`${wend.folder}.txt`, '')
  expect(await said({ WEND_DATA_DIR: below })).toBe(
    `The folder ${below} cannot be written (ENOTDIR): name another in WEND_DATA_DIR.`,
  )
  const nobody = { DATABASE_URL: 'postgres://me:secret@127.0.0.1:1/shop', TEMPORAL_ADDRESS: '127.0.0.1:1' }
  expect(await said(nobody)).toBe(
    'Postgres at 127.0.0.1:1 cannot be used (ECONNREFUSED): check DATABASE_URL, or leave it out and Wend starts its own.',
  )
}, 60_000)

test('a folder that only root may enter is no obstacle', async () => {
  wend = await testWend({ mode: 0o700 })
  const started = await wend.start()
  expect(started.ready, started.said()).toBe(true)
  const { databaseUrl } = await wend.access()
  expect(await query(databaseUrl, 'SELECT count(*) AS n FROM journey')).toEqual([{ n: 2 }])
}, 60_000)

test('a Node.js that is too old is told so', async () => {
  wend = await testWend()
  const old = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.20.4' } })`
  const bootstrap = fileURLToPath(new URL('./bootstrap.mjs', import.meta.url))
  const run = promisify(execFile)(process.execPath, ['--import', `data:text/javascript,${old}`, bootstrap])
  await expect(run).rejects.toMatchObject({
    code: 1,
    stderr: 'Wend needs Node.js 20.19 or newer, and this is 18.20.4: install a newer one from https://nodejs.org.\n',
  })
})

import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { variables } from '@wend/engine/environment'
import { type TestDatabase, temporalAddress, testDatabase } from '@wend/engine/storage/testing'
import { inARow, until } from '@wend/engine/testing/engine'
import { startSink } from '@wend/engine/testing/sink'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'

const repository = fileURLToPath(new URL('../..', import.meta.url))
/** Where the commands run: here, or in what `node .ci/image.mjs FOLDER` made. `WEND_TEMPORAL`: against another server than the tests’. */
const image = process.env.WEND_IMAGE ?? repository

const service = z.object({
  image: z.string(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).default({}),
  secrets: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
  restart: z.string().optional(),
  read_only: z.boolean().default(false),
})
const compose = z
  .object({
    services: z.record(z.string(), service),
    secrets: z.record(z.string(), z.object({ file: z.string() })),
    volumes: z.record(z.string(), z.unknown()),
  })
  .parse(parse(readFileSync(join(repository, 'docker-compose.yml'), 'utf8'), { merge: true }))
const services = Object.entries(compose.services)
const ours = services.filter(([, { image }]) => image === 'wend')
const one = (name: string): z.infer<typeof service> => {
  const found = compose.services[name]
  if (!found) throw new Error(`docker-compose.yml has no service ${name}`)
  return found
}

describe('docker-compose.yml', () => {
  test('names of our variables only those that the code reads', () => {
    const known = new Set<string>(variables.flatMap((name) => [name, `${name}_FILE`]))
    const unknown = ours.flatMap(([, { environment }]) => Object.keys(environment).filter((name) => !known.has(name)))
    expect(ours.map(([name]) => name)).toEqual(['migrate', 'api', 'worker', 'seed'])
    expect(unknown).toEqual([])
  })

  test('gives each container its own command, whose file exists', () => {
    const files = ours.map(([, { command }]) => command?.at(-1) ?? '')
    expect(new Set(files).size).toBe(files.length)
    for (const file of files) expect(existsSync(join(repository, file)), file).toBe(true)
  })

  test('gives each secret, volume and service that something names', () => {
    for (const [name, { secrets, volumes, depends_on, environment, command = [] }] of services) {
      const used = [...Object.values(environment), ...command].flatMap(
        (text) => text.match(/\/run\/secrets\/\w+/g) ?? [],
      )
      expect(secrets, name).toEqual(expect.arrayContaining(used.map((path) => path.slice('/run/secrets/'.length))))
      expect(Object.keys(compose.secrets), name).toEqual(expect.arrayContaining(secrets))
      expect(Object.keys(compose.volumes), name).toEqual(expect.arrayContaining(volumes.map((of) => of.split(':')[0])))
      for (const [other, { condition }] of Object.entries(depends_on)) {
        if (condition === 'service_healthy') expect(one(other).healthcheck, other).toBeDefined()
        else expect(one(other).restart ?? 'no', other).not.toBe('unless-stopped')
      }
    }
  })

  test('publishes, checks and sets the same ports, on this machine only', () => {
    const checked = (name: string): string | undefined =>
      /127\.0\.0\.1:(\d+)/.exec(one(name).healthcheck?.test.join(' ') ?? '')?.[1]
    const port = one('api').environment.PORT
    expect(one('api').ports).toEqual([`127.0.0.1:${port}:${port}`])
    expect(checked('api')).toBe(port)
    expect(readFileSync(join(repository, 'Dockerfile'), 'utf8')).toContain(`EXPOSE ${port}\n`)
    expect(checked('worker')).toBe(one('worker').environment.WEND_WORKER_PORT)
    expect(services.flatMap(([, { ports }]) => ports).filter((text) => !text.startsWith('127.0.0.1:'))).toEqual([])
  })

  test('keeps running what serves, writes nowhere, and takes schema and server of one release', () => {
    for (const name of ['postgres', 'temporal', 'api', 'worker']) expect(one(name).restart, name).toBe('unless-stopped')
    for (const [name, { read_only }] of ours) expect(read_only, name).toBe(true)
    const releases = services.flatMap(([, { image }]) => (image.startsWith('temporalio/') ? [image.split(':')[1]] : []))
    expect(new Set(releases)).toEqual(new Set(['1.31.2']))
  })
})

test('the Dockerfile copies what is there', () => {
  const copies = readFileSync(join(repository, 'Dockerfile'), 'utf8').match(/^COPY (?!--from).*$/gm) ?? []
  const paths = copies.flatMap((line) => line.split(/\s+/).slice(1, -1))
  expect(paths.length).toBeGreaterThan(8)
  expect(paths.filter((path) => !existsSync(join(repository, path)))).toEqual([])
})

describe('the commands of the containers', () => {
  let database: TestDatabase
  let folder: string
  let sink: Awaited<ReturnType<typeof startSink>>
  const started: ChildProcess[] = []
  const ports = new Map<string, number>()
  let replaced: (text: string) => string
  const name = `containers_${process.pid}`

  beforeAll(async () => {
    database = await testDatabase()
    await database.pool.query(`CREATE DATABASE ${name}`)
    sink = await startSink()
    folder = await mkdtemp(join(tmpdir(), 'wend-containers-'))
    await chmod(folder, 0o777)
    for (const port of ['8080', '8081']) ports.set(port, await freePort())
    const postgres = new URL(database.url)
    const password = decodeURIComponent(postgres.password)
    await writeFile(join(folder, 'postgres_password'), `${password}\n`)
    await writeFile(join(folder, 'smtp_url'), '')
    await writeFile(join(folder, 'secret_key'), `${randomBytes(32).toString('base64')}\n`)
    const temporal = process.env.WEND_TEMPORAL ?? (await temporalAddress())
    // As the containers have it, but for where the servers listen here.
    replaced = (text) =>
      text
        .replace('wend@postgres:5432/wend', `${postgres.username}@${postgres.host}/${name}`)
        .replace('temporal:7233', temporal)
        .replace('/run/secrets', folder)
        .replace('/data', join(folder, 'data'))
        .replace(/\$\{\w+:-(.*)\}/, '$1')
        .replace(/\b808[01]\b/, (port) => String(ports.get(port)))
    await mkdir(join(folder, 'data'))
    await chmod(join(folder, 'data'), 0o777)
  })
  afterAll(async () => {
    for (const child of started) child.kill('SIGKILL')
    await sink.close()
    await database.pool.query(`DROP DATABASE ${name} WITH (FORCE)`)
    await database.drop()
    await rm(folder, { recursive: true, force: true })
  })

  /** With nobody at its standard input and no parent that listens; where it is an image, as somebody who may write nothing there. */
  function run(of: string, more: Record<string, string> = {}) {
    const { command = [], environment } = one(of)
    const [program = '', ...rest] = command
    const env = Object.fromEntries(Object.entries(environment).map(([key, text]) => [key, replaced(text)]))
    const child = spawn(program, rest, {
      cwd: image,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { PATH: process.env.PATH, TZ: 'UTC', NODE_ENV: 'production', ...env, ...more },
      ...(image !== repository && process.getuid?.() === 0 ? { uid: 1000, gid: 1000 } : {}),
    })
    started.push(child)
    let said = ''
    child.stdout.on('data', (text) => (said += text))
    return { child, ended: once(child, 'close').then(([code]) => ({ code, said })) }
  }
  const isHealthy = (of: string): boolean => {
    const [, program = '', ...rest] = one(of).healthcheck?.test ?? []
    return spawnSync(program, rest.map(replaced)).status === 0
  }

  test('migrate, make a workspace, take an event, deliver its touch, and end when told', async () => {
    expect(isHealthy('api')).toBe(false)
    expect(await run('migrate').ended).toMatchObject({ code: 0, said: expect.stringContaining('1_spine') })
    expect(await run('migrate').ended).toMatchObject({ code: 0, said: 'The database is up to date.\n' })
    expect(await run('seed').ended).toMatchObject({ code: 0, said: expect.stringContaining('/sign-in?token=') })
    const access = z
      .object({ apiKey: z.string(), writeKey: z.string(), databaseUrl: z.string() })
      .parse(JSON.parse(await readFile(join(folder, 'data', 'access.json'), 'utf8')))
    expect(new URL(access.databaseUrl).password).toBe('')

    const api = run('api')
    const worker = run('worker', { WEND_ALLOW_HOSTS: sink.host, LOG_LEVEL: 'warn' })
    await until(() => isHealthy('api') && isHealthy('worker'), Boolean, 60_000)

    const call = async (method: string, path: string, body: unknown, authorization = `Bearer ${access.apiKey}`) => {
      const response = await fetch(`http://127.0.0.1:${ports.get('8080')}${path}`, {
        method,
        headers: { Authorization: authorization, 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      })
      expect(response.ok, `${path} ${response.status}`).toBe(true)
      return response.json()
    }
    const journey = inARow('From a container', [
      { id: 'in', type: 'entry-event', config: { event: 'go' } },
      { id: 'hook', type: 'send-webhook', config: { url: `${sink.url}/hook`, method: 'POST' } },
      { id: 'mail', type: 'send-email', config: { subject: 'Hello', body: '<p>Hello</p>' } },
    ])
    const { id } = z.object({ id: z.string() }).parse(await call('POST', '/v1/journeys', journey))
    await call('POST', `/v1/journeys/${id}/publish`, {})
    const basic = `Basic ${Buffer.from(`${access.writeKey}:`).toString('base64')}`
    await call('POST', '/v1/identify', { userId: 'ada', traits: { email: 'ada@example.com' } }, basic)
    await call('POST', '/v1/track', { userId: 'ada', event: 'go' }, basic)
    const touches = z.object({ items: z.array(z.object({ channel: z.string(), state: z.string() })) })
    const sent = await until(
      async () =>
        touches.parse(
          await (
            await fetch(`http://127.0.0.1:${ports.get('8080')}/v1/touches`, {
              headers: { Authorization: `Bearer ${access.apiKey}` },
            })
          ).json(),
        ).items,
      (items) => items.length === 2 && items.every(({ state }) => state === 'delivered'),
      30_000,
    )
    expect(sent.map(({ channel }) => channel).sort()).toEqual(['email', 'webhook'])
    expect(sink.received.map(({ path }) => path)).toEqual(['/hook'])

    const metrics = await (await fetch(`http://127.0.0.1:${ports.get('8081')}/metrics`)).text()
    expect(metrics).toMatch(/wend_step_seconds_count\{queue="journey",result="end"\} 1/)

    for (const { child } of [api, worker]) child.kill('SIGTERM')
    const within = (seconds: number) => sleep(seconds * 1000, undefined, { ref: false }).then(() => 'too late' as const)
    expect(await Promise.race([api.ended, within(12)])).toMatchObject({ code: 0 })
    expect(await Promise.race([worker.ended, within(20)])).toMatchObject({ code: 0 })
  }, 180_000)
})

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address ? address.port : 0
}

import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../storage/testing.ts'
import type { Recipient } from './channel.ts'
import { createChannels } from './create-channels.ts'
import { sealWith } from './seal.ts'
import { secretsIn } from './secrets.ts'

let database: TestDatabase
let ada: Recipient
beforeAll(async () => {
  database = await testDatabase()
  const { pool, workspace } = database
  const made = await pool.query<{ id: number }>(
    "INSERT INTO customer (workspace, first_id) VALUES ($1, 'ada') RETURNING id",
    [workspace],
  )
  ada = { workspace, customer: made.rows[0]?.id ?? 0, id: 'ada', attributes: {}, workspaceName: 'Shop' }
})
afterAll(() => database.drop())

const made = () =>
  createChannels({
    pool: database.pool,
    publicUrl: 'http://localhost:8080',
    allowHosts: '',
    smtp: { url: 'smtp://127.0.0.1:1', isLocalOutbox: false },
  })

test('every channel that a message can name is there, and all close', async () => {
  const { channels, close } = made()
  expect(Object.keys(channels).sort()).toEqual(['email', 'inbox', 'webhook'])
  await close()
})

test('the inbox keeps what is delivered, and runs nothing', async () => {
  const { inbox } = made().channels
  const expiresMs = Date.UTC(2030, 0, 2)
  const message = {
    channel: 'inbox',
    title: 'Hi\0',
    body: 'There',
    form: 'popup',
    link: 'myapp://gift/1',
    expiresMs,
  } as const
  const content = {
    title: 'Hi',
    body: 'There',
    kind: 'popup',
    link: 'myapp://gift/1',
    expiresAt: '2030-01-02T00:00:00.000Z',
  }
  expect(await inbox.prepare(message, ada, 'key')).toEqual({ content })
  expect(await inbox.send(content, ada, 'key', 2_000)).toEqual({ came: 'delivered' })
  for (const link of ['javascript:alert(1)', ' \tJava\nScript:x', 'data:text/html,x']) {
    expect(await inbox.prepare({ ...message, link }, ada, 'key')).toEqual({ blocked: 'bad-link' })
  }
})

test('secrets are those of the workspace, and read anew after a while at most', async () => {
  const { pool, workspace } = database
  await pool.query("INSERT INTO secret (workspace, name, value) VALUES ($1, 'token', 'abc')", [workspace])
  const secrets = secretsIn(pool, sealWith(undefined))
  expect((await secrets(workspace)).get('token')).toBe('abc')
  expect((await secrets(workspace + 1)).get('token')).toBeUndefined()
})

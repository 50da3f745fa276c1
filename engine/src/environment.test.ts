import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readEnvironment } from './environment.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wend-secrets-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function secret(name: string, text: string): Promise<string> {
  const file = join(folder, name)
  await writeFile(file, text)
  return file
}

test('a variable comes from the file that its _FILE names, without the last line break', async () => {
  const SMTP_URL_FILE = await secret('smtp', 'smtps://me:secret@mail.example\n')
  const TEMPORAL_TLS_KEY_FILE = await secret('key', '-----BEGIN-----\nabc\n-----END-----\r\n')
  expect(readEnvironment({ SMTP_URL_FILE, TEMPORAL_TLS_KEY_FILE, HOME: '/' })).toEqual({
    SMTP_URL: 'smtps://me:secret@mail.example',
    TEMPORAL_TLS_KEY: '-----BEGIN-----\nabc\n-----END-----',
  })
})

test('a variable that is there itself needs no file, and an empty one is absent', async () => {
  const SMTP_URL_FILE = await secret('other', 'smtp://other')
  expect(readEnvironment({ SMTP_URL: 'smtp://own', SMTP_URL_FILE, PORT: '', LOG_LEVEL_FILE: '' })).toEqual({
    SMTP_URL: 'smtp://own',
  })
})

test('a password completes an address of Postgres that has none, whatever letters it has', async () => {
  const password = 'a/b@c:d%41 é'
  const DATABASE_PASSWORD_FILE = await secret('password', `${password}\n`)
  const { DATABASE_URL } = readEnvironment({ DATABASE_URL: 'postgres://wend@db:5432/wend', DATABASE_PASSWORD_FILE })
  expect(new pg.Client({ connectionString: DATABASE_URL })).toMatchObject({ host: 'db', user: 'wend', password })
  const own = { DATABASE_URL: 'postgres://wend:own@db/wend', DATABASE_PASSWORD_FILE }
  expect(readEnvironment(own).DATABASE_URL).toBe(own.DATABASE_URL)
})

test('a file that is not there is named with its variable', () => {
  expect(() => readEnvironment({ SMTP_URL_FILE: join(folder, 'nowhere') })).toThrow(/^SMTP_URL_FILE .*nowhere/)
})

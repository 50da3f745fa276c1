import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../storage/testing.ts'
import { parseCaught, startLocalOutbox } from './local-outbox.ts'

let database: TestDatabase
let outbox: Awaited<ReturnType<typeof startLocalOutbox>>
beforeAll(async () => {
  database = await testDatabase()
  outbox = await startLocalOutbox(database.pool)
})
afterAll(async () => {
  await outbox.close()
  await database.drop()
})

/** Hands in bytes as they are, over a connection of its own. */
function handIn(raw: Buffer): Promise<string> {
  const url = new URL(outbox.url)
  const connection = new SMTPConnection({ host: url.hostname, port: Number(url.port) })
  return new Promise((resolve, reject) => {
    connection.on('error', reject)
    connection.connect(() =>
      connection.login({ user: String(database.workspace), pass: url.password }, (refused) => {
        if (refused) return reject(refused)
        connection.send({ from: 'a@b.example', to: ['c@d.example', 'e@f.example'] }, raw, (error, info) => {
          connection.quit()
          error ? reject(error) : resolve(info?.response ?? '')
        })
      }),
    )
  })
}
const all = async () => (await database.pool.query('SELECT message_id, recipient, subject, raw FROM caught_mail')).rows

test('NUL, bad UTF-8 and a message without a Message-ID are kept as well as can be', async () => {
  const raw = Buffer.concat([
    Buffer.from('Subject: a'),
    Buffer.from([0xff, 0x00, 0xc3]),
    Buffer.from('b\r\n\r\nx\0y\r\n'),
  ])
  await handIn(raw)
  await handIn(raw)
  const mails = await all()
  expect(mails).toHaveLength(1)
  expect(mails[0]).toMatchObject({ recipient: 'c@d.example, e@f.example', subject: 'a��b' })
  expect(mails[0].message_id).toMatch(/^[0-9a-f]{64}$/)
  expect(mails[0].raw).toContain('xy')
})

test('it listens to this machine only', () => {
  expect(new URL(outbox.url).hostname).toBe('127.0.0.1')
})

test('what cannot be read is shown as text', async () => {
  const nested = (levels: number): string =>
    `Content-Type: multipart/mixed; boundary=b${levels}\r\n\r\n--b${levels}\r\n${levels ? nested(levels - 1) : 'x'}`
  const raw = nested(40)
  expect(await parseCaught(raw)).toEqual({ from: '', to: '', subject: '', html: '', text: raw, headers: [] })
  expect(await parseCaught('')).toMatchObject({ from: '', text: '' })
})

import type { Message } from '@wend/nodes/sdk/define-node'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../storage/testing.ts'
import type { Recipient } from './channel.ts'
import { emailChannel, emailContent } from './email.ts'
import { parseCaught, startLocalOutbox } from './local-outbox.ts'
import { readClick, readOpen } from './opens.ts'
import { readUnsubscribe } from './unsubscribe.ts'
import { workspaceSecretsIn } from './workspace-secret.ts'

type Email = Extract<Message, { channel: 'email' }>

let database: TestDatabase
let outbox: Awaited<ReturnType<typeof startLocalOutbox>>
let channel: ReturnType<typeof emailChannel>
let customer: number

beforeAll(async () => {
  database = await testDatabase()
  const { pool, workspace } = database
  const made = await pool.query<{ id: number }>(
    "INSERT INTO customer (workspace, first_id) VALUES ($1, 'ada') RETURNING id",
    [workspace],
  )
  customer = made.rows[0]?.id ?? 0
  outbox = await startLocalOutbox(pool)
  channel = emailChannel({
    smtpUrl: outbox.url,
    isLocalOutbox: true,
    publicUrl: 'http://127.0.0.1:8080/',
    workspaceSecret: workspaceSecretsIn(pool),
  })
})
afterAll(async () => {
  channel.close()
  await outbox.close()
  await database.drop()
})

const recipient = (attributes: Recipient['attributes'] = { email: 'ada@example.com' }): Recipient => ({
  workspace: database.workspace,
  customer,
  id: 'ada',
  attributes,
  workspaceName: 'Tea "& Co" <x>',
})
const message = (more: Partial<Email> = {}): Email => ({
  channel: 'email',
  subject: 'Hi',
  html: '<p>Hello</p>',
  text: 'Hello',
  ...more,
})

async function prepared(more: Partial<Email> = {}, key = 'key', to = recipient()) {
  const made = await channel.prepare(message(more), to, key)
  if ('blocked' in made) throw new Error(made.blocked)
  return made.content
}

async function caught(key: string) {
  const found = await database.pool.query<{ raw: string; recipient: string; subject: string }>(
    'SELECT raw, recipient, subject FROM caught_mail WHERE workspace = $1 AND message_id LIKE $2',
    [database.workspace, `<${key}@%`],
  )
  return found.rows
}

describe('what is kept', () => {
  test('is the whole message, with a way to unsubscribe that we have signed', async () => {
    const content = emailContent.parse(await prepared({ preheader: 'Soon' }, 'visit-1'))
    expect(content).toMatchObject({ to: 'ada@example.com', from: 'Tea & Co x <no-reply@localhost>', subject: 'Hi' })
    expect(content.headers['Message-ID']).toBe('<visit-1@localhost>')
    expect(content.headers['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click')
    const [, link = '', token = ''] =
      /^<(http:\/\/127\.0\.0\.1:8080\/u\/(.+))>$/.exec(content.headers['List-Unsubscribe'] ?? '') ?? []
    expect(content.html).toContain('<p>Hello</p>')
    expect(content.html).toContain('Soon')
    expect(content.html).toContain(`href="${link}"`)
    expect(content.text).toBe(`Hello\n\nUnsubscribe: ${link}`)
    expect(await readUnsubscribe(token, workspaceSecretsIn(database.pool))).toEqual({
      workspace: database.workspace,
      customer,
      channel: 'email',
    })
    expect(token).not.toMatch(/ada|example/)
  })

  test('MJML is kept as HTML', async () => {
    const html = '<mjml><mj-body><mj-section><mj-column><mj-text>Hi</mj-text></mj-column></mj-section></mj-body></mjml>'
    const content = emailContent.parse(await prepared({ html }))
    expect(content.html).not.toContain('<mj')
    expect(content.html).toContain('/u/')
  })

  test('has a Message-ID that is the same at every attempt, whatever the key is made of', async () => {
    const [first, again] = [await prepared({}, 'a:b/c d'), await prepared({}, 'a:b/c d')].map((content) =>
      emailContent.parse(content),
    )
    expect(first?.headers['Message-ID']).toMatch(/^<[0-9a-f]{64}@localhost>$/)
    expect(again?.headers['Message-ID']).toBe(first?.headers['Message-ID'])
  })

  test.each([
    [{}, 'no-address'],
    [{ email: null }, 'no-address'],
    [{ email: 'nobody' }, 'no-address'],
    [{ email: 'a@b, c@d' }, 'no-address'],
    [{ email: ['a@b.c'] }, 'no-address'],
  ])('nothing for %j', async (attributes, blocked) => {
    expect(await channel.prepare(message(), recipient(attributes), 'key')).toEqual({ blocked })
  })

  test('nothing from or to an address that is none', async () => {
    expect(await channel.prepare(message({ from: 'Shop' }), recipient(), 'key')).toEqual({ blocked: 'bad-from' })
    expect(await channel.prepare(message({ replyTo: 'a@b@c' }), recipient(), 'key')).toEqual({
      blocked: 'bad-reply-to',
    })
    expect(await channel.prepare(message({ html: '<mjml><p>x</p></mjml>' }), recipient(), 'key')).toEqual({
      blocked: 'bad-mjml',
    })
  })
})

describe('the local outbox', () => {
  test('catches a message whole, and once for all attempts', async () => {
    const content = await prepared(
      {
        subject: 'Grüße 你好',
        html: '<p>50 % für dich 😀</p>',
        text: '.\r\n..dots\n',
        replyTo: 'Help <h@shop.example>',
      },
      'once',
    )
    expect(await channel.send(content, recipient(), 'once', 2_000)).toEqual({ came: 'delivered' })
    expect(await channel.send(content, recipient(), 'once', 2_000)).toEqual({ came: 'delivered' })
    const mails = await caught('once')
    expect(mails).toHaveLength(1)
    expect(mails[0]).toMatchObject({ recipient: 'ada@example.com', subject: 'Grüße 你好' })
    const mail = await parseCaught(mails[0]?.raw ?? '')
    expect(mail).toMatchObject({
      to: 'ada@example.com',
      from: 'Tea & Co x <no-reply@localhost>',
      subject: 'Grüße 你好',
    })
    expect(mail.html).toContain('<p>50 % für dich 😀</p>')
    expect(mail.text).toContain('..dots')
    const header = (sought: string) => mail.headers.filter(({ name }) => name === sought).map(({ value }) => value)
    expect(header('List-Unsubscribe')).toEqual([emailContent.parse(content).headers['List-Unsubscribe']])
    expect(header('List-Unsubscribe-Post')).toEqual(['List-Unsubscribe=One-Click'])
    expect(header('Reply-To')).toEqual(['Help <h@shop.example>'])
    expect(channel.honoursKeys).toBe(true)
    expect(channel.isSlow(content)).toBe(false)
  })

  test('gets links that lead to where they led, by way of here, and an image that tells; what is kept has the author’s own', async () => {
    const key = '018f6a1c-7d3e-8a2b-8c4d-5e6f7a8b9c0d.2'
    const html = '<p><a href="https://shop.example/?a=1&amp;b=2">Shop</a> <a href="mailto:a@shop.example">Ask</a></p>'
    const to = { ...recipient(), tracked: true }
    const content = await prepared({ html, text: 'Shop (https://shop.example/?a=1&b=2)' }, key, to)
    expect(emailContent.parse(content).html).toContain(html)
    expect(JSON.stringify(content)).not.toMatch(/8080\/[co]\//)
    const id = emailContent.parse(content).headers['Message-ID']
    const sent: string[] = []
    for (const _ of [1, 2]) {
      await database.pool.query('DELETE FROM caught_mail WHERE message_id = $1', [id])
      expect(await channel.send(content, to, key, 2_000)).toEqual({ came: 'delivered' })
      const { rows } = await database.pool.query<{ raw: string }>('SELECT raw FROM caught_mail WHERE message_id = $1', [
        id,
      ])
      const mail = await parseCaught(rows[0]?.raw ?? '')
      sent.push(mail.html)
      expect(mail.text).toContain('https://shop.example/?a=1&b=2')
      expect(mail.text).not.toMatch(/8080\/[co]\//)
    }
    // At every attempt the same.
    expect(sent[1]).toBe(sent[0])
    const [, click = ''] = /href="http:\/\/127\.0\.0\.1:8080\/c\/([^"]+)">Shop</.exec(sent[0] ?? '') ?? []
    const [, open = ''] = /<img src="http:\/\/127\.0\.0\.1:8080\/o\/([^"]+)"/.exec(sent[0] ?? '') ?? []
    const touch = { workspace: database.workspace, enrollment: key.slice(0, -2), visit: 2 }
    const secretOf = workspaceSecretsIn(database.pool)
    expect(await readClick(click, secretOf)).toEqual({ touch, target: 'https://shop.example/?a=1&b=2' })
    expect(await readOpen(open, secretOf)).toEqual(touch)
    expect(sent[0]).toContain('href="mailto:a@shop.example"')
    expect(sent[0]).toMatch(/<a href="http:\/\/127\.0\.0\.1:8080\/u\/[^"]+" style="color:#666">Unsubscribe</)
  })

  test('takes no header from any text of a journey or a customer', async () => {
    const hostile = fc.oneof(
      fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 60 }).map((units) => String.fromCharCode(...units)),
      fc.constantFrom(
        'a\r\nBcc: evil@x.example',
        'a\n\nbody',
        '\r\n.\r\nQUIT\r\n',
        '=?utf-8?Q?=0D=0ABcc:_evil=40x?=',
        '\0',
        '\uD800',
      ),
    )
    let nth = 0
    await fc.assert(
      fc.asyncProperty(hostile, hostile, hostile, async (subject, name, body) => {
        const key = `hostile${nth++}`
        const content = await prepared(
          { subject, from: `${name} <shop@shop.example>`, html: body, text: body, preheader: subject },
          key,
        )
        expect(await channel.send(content, recipient(), key, 5_000)).toEqual({ came: 'delivered' })
        const [mail, ...more] = await caught(key)
        expect(more).toEqual([])
        expect(mail?.recipient).toBe('ada@example.com')
        const { headers, from } = await parseCaught(mail?.raw ?? '')
        expect(from.endsWith('shop@shop.example') || from.endsWith('<shop@shop.example>')).toBe(true)
        const names = headers.map(({ name: header }) => header.toLowerCase())
        expect(names.filter((header) => !known.has(header))).toEqual([])
        expect(new Set(names).size).toBe(names.length)
      }),
      { numRuns: 25 },
    )
  })

  test('names a workspace that it was told by who knows the password, and nobody else', async () => {
    const stranger = emailChannel({
      smtpUrl: outbox.url.replace(/:[^:@]+@/, ':wrong@'),
      isLocalOutbox: true,
      publicUrl: 'http://localhost',
      workspaceSecret: workspaceSecretsIn(database.pool),
    })
    expect(await stranger.send(await prepared({}, 'stranger'), recipient(), 'stranger', 2_000)).toMatchObject({
      came: 'later',
      reason: 'smtp-auth',
    })
    expect(await caught('stranger')).toEqual([])
  })

  test('refuses what is larger than 10 MB', async () => {
    const content = await prepared({ html: 'x'.repeat(11_000_000) }, 'huge')
    expect(await channel.send(content, recipient(), 'huge', 10_000)).toMatchObject({ came: 'failed' })
    expect(await caught('huge')).toEqual([])
  })
})

const known = new Set([
  'from',
  'to',
  'subject',
  'message-id',
  'date',
  'mime-version',
  'content-type',
  'content-transfer-encoding',
  'list-unsubscribe',
  'list-unsubscribe-post',
  'reply-to',
])

test('links lead by way of here only where people can come here: not where it is told to be on this machine alone', async () => {
  for (const [publicUrl, isTracked] of [
    ['https://wend.example', true],
    ['http://localhost:8080', false],
    ['http://127.0.0.1:8080', false],
    ['http://[::1]:8080', false],
  ] as const) {
    const workspaceSecret = workspaceSecretsIn(database.pool)
    const outside = emailChannel({ smtpUrl: 'smtp://127.0.0.1:1', isLocalOutbox: false, publicUrl, workspaceSecret })
    const made = await outside.prepare(message(), { ...recipient(), tracked: true }, 'key')
    expect([publicUrl, 'content' in made && made.content.tracked === true]).toEqual([publicUrl, isTracked])
  }
})

test('another server takes the delivery queue, and is not taken to know a message again', () => {
  const other = emailChannel({
    smtpUrl: 'smtp://127.0.0.1:1',
    isLocalOutbox: false,
    publicUrl: 'http://localhost',
    workspaceSecret: workspaceSecretsIn(database.pool),
  })
  expect(other.honoursKeys).toBe(false)
  expect(other.isSlow({})).toBe(true)
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { bodyOf, type TestServer, testServer } from '../testing.ts'

let server: TestServer
beforeAll(async () => {
  server = await testServer()
})
afterAll(() => server.close())

const list = z.object({
  items: z.array(z.object({ id: z.string(), recipient: z.string(), subject: z.string() })),
  next: z.string().nullable(),
})
const raw = (subject: string): string =>
  [
    'From: "The Shop" <shop@example.com>',
    'To: ada@example.com',
    `Subject: ${subject}`,
    'List-Unsubscribe: <https://wend.example/u/x>',
    'MIME-Version: 1.0',
    'Content-Type: text/html; charset=utf-8',
    '',
    '<p>Still thinking it over?</p>',
  ].join('\r\n')

test('the outbox lists what was caught as an inbox does, and opens it', async () => {
  for (const nth of [1, 2, 3])
    await server.pool.query(
      `INSERT INTO caught_mail (workspace, message_id, received_at, recipient, subject, raw)
       VALUES ($1, $2, now() + make_interval(secs => $3), $4, $5, $6)`,
      [
        server.workspace,
        `<m${nth}@wend>`,
        nth,
        nth === 3 ? 'bea@example.com' : 'Ada@example.com',
        `Mail ${nth}`,
        raw(`Mail ${nth}`),
      ],
    )
  const first = bodyOf(await server.api('GET', '/v1/outbox?limit=2'), list)
  expect(first.items.map(({ subject }) => subject)).toEqual(['Mail 3', 'Mail 2'])
  expect(
    bodyOf(await server.api('GET', `/v1/outbox?limit=2&cursor=${first.next}`), list).items.map(
      ({ subject }) => subject,
    ),
  ).toEqual(['Mail 1'])
  expect(bodyOf(await server.api('GET', '/v1/outbox?recipient=ada@example.com'), list).items).toHaveLength(2)

  const opened = await server.api('GET', `/v1/outbox/${encodeURIComponent('<m2@wend>')}`)
  expect(bodyOf(opened, z.looseObject({}))).toMatchObject({
    id: '<m2@wend>',
    subject: 'Mail 2',
    from: 'The Shop <shop@example.com>',
    html: expect.stringContaining('Still thinking it over?'),
    headers: expect.arrayContaining([{ name: 'list-unsubscribe', value: '<https://wend.example/u/x>' }]),
  })
  const stranger = await server.stranger()
  expect((await stranger('GET', `/v1/outbox/${encodeURIComponent('<m2@wend>')}`)).status).toBe(404)
})

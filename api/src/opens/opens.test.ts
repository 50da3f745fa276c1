import { signClick, signOpen } from '@wend/engine/channels/opens'
import { createSteps } from '@wend/engine/steps'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { bodyOf, publish, type TestServer, testServer } from '../testing.ts'

let server: TestServer
beforeAll(async () => {
  server = await testServer()
})
afterAll(() => server.close())

const target = 'https://shop.example/cart?id=7&from=mail#top'
const greeting = {
  name: 'Greeting',
  nodes: [
    { id: 'in', type: 'entry-api', version: 1, position: { x: 0, y: 0 }, config: {} },
    {
      id: 'mail',
      type: 'send-email',
      version: 1,
      position: { x: 0, y: 120 },
      config: { subject: 'Hi', body: `<p><a href="${target.replace('&', '&amp;')}">Your cart</a></p>` },
    },
  ],
  edges: [{ from: 'in', outlet: 'next', to: 'mail' }],
  settings: {},
}
const listed = z.object({ items: z.array(z.object({ id: z.string() })) })
const numbers = z.object({ nodes: z.object({ mail: z.looseObject({ opened: z.int(), clicked: z.int() }) }) })

/** Lets somebody in and sends her mail; answers the links in what arrived, as paths. */
async function mailed(user: string) {
  const email = `${user}@example.com`
  await server.write('POST', '/v1/identify', { body: { userId: user, traits: { email } } })
  const { id } = await publish(server, greeting)
  await server.api('POST', `/v1/journeys/${id}/enrollments`, { body: { customers: [user] } })
  const { rows } = await server.pool.query<{ id: string }>('SELECT id FROM enrollment WHERE journey = $1', [id])
  const enrollment = rows[0]?.id ?? ''
  await createSteps(server.engine, server.channels).step({ workspace: server.workspace, id: enrollment })
  const [caught] = bodyOf(await server.api('GET', `/v1/outbox?recipient=${email}`), listed).items
  const opened = await server.api('GET', `/v1/outbox/${encodeURIComponent(caught?.id ?? '')}`)
  const { html } = bodyOf(opened, z.looseObject({ html: z.string() }))
  const [, click = ''] = /<a href="http:\/\/localhost:8080(\/c\/[^"]+)">Your cart</.exec(html) ?? []
  const [, open = ''] = /<img src="http:\/\/localhost:8080(\/o\/[^"]+)"/.exec(html) ?? []
  const counts = async () => {
    const { opened, clicked } = bodyOf(await server.api('GET', `/v1/journeys/${id}/counts`), numbers).nodes.mail
    return { opened, clicked }
  }
  return { journey: id, key: `${enrollment}.2`, click, open, counts }
}

test('the links of a mail that arrived lead where their author wrote, and tell; its image tells that it was opened', async () => {
  const { journey, key, click, open, counts } = await mailed('ada-lovelace')
  const image = await server.call('GET', open)
  expect([image.status, image.headers.get('Content-Type')]).toEqual([200, 'image/gif'])
  expect(image.text).toMatch(/^GIF89a/)
  expect(image.headers.get('Cross-Origin-Resource-Policy')).toBe('cross-origin')
  expect(await counts()).toEqual({ opened: 1, clicked: 0 })

  for (const _ of [1, 2]) {
    const followed = await server.call('GET', click)
    expect([followed.status, followed.headers.get('Location')]).toEqual([302, target])
    for (const { headers } of [followed, image]) {
      expect(headers.get('Cache-Control')).toBe('no-store')
      expect(headers.get('Referrer-Policy')).toBe('no-referrer')
      expect(headers.get('Set-Cookie')).toBeNull()
    }
  }
  expect(await counts()).toEqual({ opened: 1, clicked: 1 })
  expect(click + open).not.toMatch(/lovelace/)

  const told = { openedAt: expect.stringMatching(/Z$/), clickedAt: expect.stringMatching(/Z$/) }
  const touch = await server.api('GET', `/v1/touches/${key}`)
  expect(bodyOf(touch, z.looseObject({}))).toMatchObject({ state: 'delivered', ...told })
  // Who looks at it in the outbox has the author's own links.
  expect(touch.text).not.toMatch(/8080\/[co]\//)
  const happened = z.object({ items: z.array(z.looseObject({ kind: z.string() })) })
  const { items } = bodyOf(await server.api('GET', '/v1/customers/ada-lovelace/timeline'), happened)
  expect(items.find(({ kind }) => kind === 'touch')).toMatchObject(told)
  for (const state of ['opened', 'clicked']) {
    const behind = await server.api('GET', `/v1/journeys/${journey}/enrollments?node=mail&state=${state}`)
    expect(bodyOf(behind, z.object({ items: z.array(z.looseObject({})) })).items).toMatchObject([
      { customer: 'ada-lovelace' },
    ])
  }
})

test('who asks for the headers alone follows no link and opens nothing', async () => {
  const { click, open, counts } = await mailed('bea')
  const followed = await server.call('HEAD', click)
  expect([followed.status, followed.headers.get('Location')]).toEqual([302, target])
  expect((await server.call('HEAD', open)).status).toBe(200)
  expect((await server.call('POST', click)).status).toBe(405)
  expect(await counts()).toEqual({ opened: 0, clicked: 0 })
})

test('a link that nobody here has signed leads nowhere, and one that was signed leads nowhere else', async () => {
  const { key, click, open, counts } = await mailed('cleo')
  const evil = Buffer.from('https://evil.example/').toString('base64url')
  const forged = [
    '/c/x',
    '/o/x',
    `${click}x`,
    click.replace(/[^.]+$/, evil),
    `${open.replace('/o/', '/c/')}.${evil}`,
    open.replace('/o/', '/c/'),
    click.replace('/c/', '/o/'),
    click.replace(/^\/c\/\d+/, '/c/999'),
    `/c/${signClick(Buffer.alloc(32), server.workspace, key, 'https://evil.example/')}`,
    `/o/${signOpen(Buffer.alloc(32), server.workspace, key)}`,
    '/c/%00',
    `/c/${'a'.repeat(3000)}`,
  ]
  for (const link of forged) {
    const answered = await server.call('GET', link)
    expect([link, answered.status, answered.headers.get('Location')]).toEqual([link, 404, null])
    expect(answered.text).toContain('链接无效')
  }
  expect(await counts()).toEqual({ opened: 0, clicked: 0 })
})

test('the links of who was erased go on leading where they led, and tell nothing', async () => {
  const { click, open, counts } = await mailed('dora')
  expect((await server.api('DELETE', '/v1/customers/dora')).status).toBe(204)
  const followed = await server.call('GET', click)
  expect([followed.status, followed.headers.get('Location')]).toEqual([302, target])
  expect((await server.call('GET', open)).status).toBe(200)
  expect(await counts()).toEqual({ opened: 0, clicked: 0 })
})

test('where a workspace wants to know no more, links that were sent still lead on', async () => {
  const { click, counts } = await mailed('emma')
  const settings = { name: 'Test', timeZone: 'UTC', language: 'en' }
  await server.api('PUT', '/v1/workspace', { body: { ...settings, trackOpensAndClicks: false } })
  expect((await server.call('GET', click)).headers.get('Location')).toBe(target)
  expect(await counts()).toEqual({ opened: 0, clicked: 0 })
})

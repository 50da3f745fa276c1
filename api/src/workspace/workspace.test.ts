import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { bodyOf, issuesOf, type TestServer, testServer } from '../testing.ts'

let server: TestServer
beforeAll(async () => {
  server = await testServer()
})
afterAll(() => server.close())

const put = (body: object) => server.api('PUT', '/v1/workspace', { body })
const read = async () => bodyOf(await server.api('GET', '/v1/workspace'), z.looseObject({}))

test('name, zone and language are kept; what cannot be one is refused by its field', async () => {
  const settings = { name: 'Tea & Co', timeZone: 'Asia/Shanghai', language: 'zh-CN' }
  expect((await put(settings)).status).toBe(200)
  expect(await read()).toMatchObject({
    ...settings,
    delivery: { smtp: null, allowHosts: [], publicUrl: 'http://localhost:8080' },
  })
  expect(issuesOf(await put({ ...settings, timeZone: 'Mars/Olympus' }))).toEqual(['unknown-time-zone /timeZone'])
  expect((await put({ ...settings, timeZone: '+08:00' })).status).toBe(422)
  expect((await put({ ...settings, name: '  ' })).status).toBe(422)
  expect((await put({ ...settings, language: 'de' })).status).toBe(422)
  expect((await put({ ...settings, secret: 'x' })).status).toBe(422)
  expect(await read()).toMatchObject(settings)
})

test('e-mails tell of opens and clicks until that is turned off, and who leaves it out changes nothing', async () => {
  const settings = { name: 'Tea', timeZone: 'UTC', language: 'en' }
  expect(await read()).toMatchObject({ trackOpensAndClicks: true })
  expect((await put({ ...settings, trackOpensAndClicks: false })).status).toBe(200)
  expect((await put(settings)).status).toBe(200)
  expect(await read()).toMatchObject({ ...settings, trackOpensAndClicks: false })
  expect((await put({ ...settings, language: 'zh-CN', trackOpensAndClicks: true })).status).toBe(200)
})

test('who is not known by a language is written to in the workspace’s', async () => {
  await server.write('POST', '/v1/identify', { body: { userId: 'ada', traits: { email: 'ada@example.com' } } })
  const shown = await server.api('POST', '/v1/messages/preview', {
    body: {
      node: { id: 'mail', type: 'send-email', version: 1, config: { subject: 'Hi', body: '<p>Hi</p>' } },
      journey: { id: '0190a0b0-0000-7000-8000-000000000001', name: 'Any' },
      customer: 'ada',
    },
  })
  expect(shown.text).toContain('退订')
})

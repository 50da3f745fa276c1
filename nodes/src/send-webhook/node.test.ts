import { describe, expect, test } from 'vitest'
import { visit } from '../sdk/testing.ts'
import { sendWebhook } from './node.ts'

const url = 'https://api.example.com/orders'
const ada = { customer: { attributes: { name: 'Ada "A"', id: 'a/b' } } }

test('every part is escaped for where it stands', () => {
  const config = {
    url: 'https://api.example.com/c/{{ customer.name }}',
    headers: { 'X-Name': '{{ customer.name }}' },
    body: '{"name":"{{ customer.name }}"}',
  }
  expect(visit(sendWebhook, config, ada).enter()).toEqual({
    kind: 'deliver',
    message: {
      channel: 'webhook',
      url: 'https://api.example.com/c/Ada%20%22A%22',
      method: 'POST',
      headers: { 'X-Name': 'Ada "A"', 'content-type': 'application/json' },
      body: '{"name":"Ada \\"A\\""}',
    },
  })
})

test.each([
  ['text/plain', 'Ada "A"'],
  ['application/x-www-form-urlencoded', 'Ada "A"'],
  ['application/json; charset=utf-8', 'Ada \\"A\\"'],
  ['application/vnd.api+json', 'Ada \\"A\\"'],
])('a body of type %s is written so', (type, body) => {
  const config = { url, headers: { 'Content-Type': type }, body: '{{ customer.name }}' }
  expect(visit(sendWebhook, config, ada).enter()).toMatchObject({
    message: { headers: { 'Content-Type': type }, body },
  })
})

test('without a body there is none, and no word about its type', () => {
  expect(visit(sendWebhook, { url, method: 'DELETE' }).enter()).toEqual({
    kind: 'deliver',
    message: { channel: 'webhook', url, method: 'DELETE', headers: {} },
  })
})

test('a GET carries no body, and check says so', () => {
  const config = { url, method: 'GET', body: 'x' }
  expect(visit(sendWebhook, config).enter()).toMatchObject({ message: { headers: {} } })
  expect(sendWebhook.validate?.(config, 'en')).toMatchObject([{ severity: 'warning', path: '/body' }])
})

describe('the answer', () => {
  test('is kept where the operator wants it', () => {
    expect(visit(sendWebhook, { url, saveAs: 'crm' }).wake({ by: 'delivered', answer: { score: 7 } })).toEqual({
      kind: 'leave',
      outlet: 'next',
      changes: { attributes: { crm: { score: 7 } } },
    })
  })

  test('that is empty removes an earlier one', () => {
    expect(visit(sendWebhook, { url, saveAs: 'crm' }).wake({ by: 'delivered' })).toMatchObject({
      changes: { attributes: { crm: null } },
    })
  })

  test('is forgotten otherwise', () => {
    expect(visit(sendWebhook, { url }).wake({ by: 'delivered', answer: 1 })).toEqual({ kind: 'leave', outlet: 'next' })
    expect(visit(sendWebhook, { url, saveAs: 'crm' }).wake({ by: 'failed' })).toEqual({
      kind: 'leave',
      outlet: 'failed',
    })
  })
})

describe('check', () => {
  const found = (config: Record<string, unknown>) =>
    sendWebhook.validate?.({ method: 'POST', ...config }, 'en').map(({ code, path }) => `${code} ${path}`)

  test.each([
    'https://{{ customer.host }}/x',
    'https://api.example.com{{ customer.path }}/x',
    'https://api.example.com:{{ customer.port }}/x',
    'https://{{ secrets.user }}@api.example.com/',
    'https://{% if true %}a{% endif %}.example.com/',
  ])('a template does not choose who is called: %s', (address) => {
    expect(found({ url: address })).toEqual(['template-in-host /url'])
  })

  test.each([
    '{{ customer.url }}',
    'ftp://a.example',
    '/orders',
    'https://',
    'https:///x',
    'https://a b/',
    'https://a\\@b/',
    'https://a:99999/',
  ])('%s is no address', (address) => {
    expect(found({ url: address })).toEqual(['no-address /url'])
  })

  test.each([
    'http://localhost:3000',
    'https://api.example.com?x={{ customer.id }}',
    'HTTPS://API.example.com/{{ a }}',
    'http://[::1]:80/',
    'https://例子.example/',
  ])('%s is one', (address) => {
    expect(found({ url: address })).toEqual([])
  })

  test('headers of the connection and doubled ones are refused', () => {
    expect(found({ url, headers: { Host: 'a', 'idempotency-key': 'b', 'X-A': '1', 'x-a': '2' } })).toEqual([
      'own-header /headers/Host',
      'own-header /headers/idempotency-key',
      'double-header /headers/x-a',
    ])
  })
})

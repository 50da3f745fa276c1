import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type Arrival, type Checked, checkMessage, type Kind } from './message.ts'

const receivedMs = Date.parse('2026-03-01T12:00:00Z')
const arrival: Arrival = { receivedMs, language: 'en' }
const check = (sent: unknown, kind: Kind = 'track', more: Partial<Arrival> = {}): Checked =>
  checkMessage(sent, kind, { ...arrival, ...more })
const taken = (checked: Checked) => {
  if (!checked.ok) throw new Error(JSON.stringify(checked.issues))
  return checked.message
}
const refused = (checked: Checked): string[] =>
  checked.ok ? [] : checked.issues.map(({ code, path }) => `${code} ${path}`)
const track = (more: Record<string, unknown> = {}) => ({ userId: 'ada', event: 'purchase', ...more })

test('a track becomes an event with its name and properties', () => {
  expect(taken(check(track({ anonymousId: 'a1', messageId: 'm1', properties: { price: 3 }, extra: true })))).toEqual({
    kind: 'track',
    messageId: 'm1',
    userId: 'ada',
    anonymousId: 'a1',
    name: 'purchase',
    properties: { price: 3 },
    attributes: {},
    fill: {},
    atMs: receivedMs,
    hops: 0,
  })
})

test('an identify sets attributes, null among them, and can be told in a timeline', () => {
  const traits = { email: 'ada@example.com', level: null }
  expect(taken(check({ userId: 'ada', traits }, 'identify'))).toMatchObject({
    name: 'identify',
    attributes: traits,
    properties: traits,
  })
})

test.each(['page', 'screen'] as const)('a %s is an event named so; its own name is a property', (kind) => {
  const sent = { anonymousId: 'a', name: 'Pricing', category: 'Shop', properties: { url: '/pricing', name: 'other' } }
  expect(taken(check(sent, kind))).toMatchObject({
    kind,
    name: kind,
    properties: { url: '/pricing', name: 'Pricing', category: 'Shop' },
  })
})

test('in a batch the message says its own type', () => {
  expect(taken(checkMessage(track({ type: 'track' }), undefined, arrival)).kind).toBe('track')
  expect(refused(checkMessage(track(), undefined, arrival))).toEqual(['unknown-type /type'])
  expect(refused(checkMessage(track({ type: 'constructor' }), undefined, arrival))).toEqual(['unknown-type /type'])
})

test.each(['group', 'alias'] as const)('a %s is kept for later, whole', (kind) => {
  const checked = check({ userId: 'ada', previousId: 'x', groupId: 'g' }, kind)
  expect(refused(checked)).toEqual(['not-available /type'])
  expect(checked.ok ? '' : JSON.parse(checked.kept)).toEqual({ userId: 'ada', previousId: 'x', groupId: 'g' })
})

test('what has no message id gets one of its own each time', () => {
  const [one, other] = [taken(check(track())), taken(check(track({ messageId: '' })))]
  expect(one.messageId).not.toBe(other.messageId)
})

describe('ids', () => {
  test('a number is read as text', () => {
    expect(taken(check({ userId: 42, event: 'e', messageId: 7 }))).toMatchObject({ userId: '42', messageId: '7' })
  })

  test('an empty or null id is none; without any the message is set aside', () => {
    expect(taken(check({ userId: '', anonymousId: 'a', event: 'e' }))).not.toHaveProperty('userId')
    expect(refused(check({ userId: null, anonymousId: '', event: 'e' }))).toEqual(['no-id /userId'])
  })

  test.each([{}, [], true, 'x'.repeat(501)])('%j is no id', (userId) => {
    expect(refused(check(track({ userId })))).toEqual(['bad-id /userId'])
    expect(refused(check(track({ messageId: userId })))).toEqual(['bad-id /messageId'])
  })

  describe('by a browser key', () => {
    const browser = { signingSecret: 'sign' }
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const signed = (claims: object, { secret = 'sign', alg = 'HS256' } = {}) => {
      const told = `${part({ alg, typ: 'JWT' })}.${part(claims)}`
      return `${told}.${createHmac('sha256', secret).update(told).digest('base64url')}`
    }
    const nowSeconds = receivedMs / 1000
    const by = (userToken: unknown) => track({ userId: 'ada', context: { userToken } })

    test('anonymous customers are written, and known ones not without their user token', () => {
      expect(taken(check({ anonymousId: 'a', event: 'e' }, 'track', { browser })).browser).toBe('unsigned')
      expect(refused(check(track(), 'track', { browser }))).toEqual(['needs-user-token /userId'])
    })

    test('a user token opens its own user, from the message or from around the batch', () => {
      for (const claims of [{ sub: 'ada' }, { sub: 'ada', exp: nowSeconds + 60, nbf: nowSeconds - 60, iat: 1 }])
        expect(taken(check(by(signed(claims)), 'track', { browser }))).toMatchObject({
          userId: 'ada',
          browser: 'signed',
        })
      const context = { userToken: signed({ sub: 'ada' }) }
      expect(taken(check(track({ userId: 'ada' }), 'track', { browser, context })).browser).toBe('signed')
      expect(
        taken(check(track({ userId: 42, context: { userToken: signed({ sub: 42 }) } }), 'track', { browser })).userId,
      ).toBe('42')
    })

    test.each([
      ['another user’s', signed({ sub: 'grace' }), 'user-token-of-another'],
      ['over', signed({ sub: 'ada', exp: nowSeconds - 61 }), 'user-token-expired'],
      ['not yet good', signed({ sub: 'ada', nbf: nowSeconds + 61 }), 'bad-user-token'],
      ['signed by somebody else', signed({ sub: 'ada' }, { secret: 'other' }), 'bad-user-token'],
      ['of no algorithm', signed({ sub: 'ada' }, { alg: 'none' }), 'bad-user-token'],
      ['of another algorithm', signed({ sub: 'ada' }, { alg: 'HS512' }), 'bad-user-token'],
      ['without a signature', `${part({ alg: 'none' })}.${part({ sub: 'ada' })}.`, 'bad-user-token'],
      ['nobody’s', signed({}), 'bad-user-token'],
      ['no token', 'x', 'bad-user-token'],
      ['no text', { sub: 'ada' }, 'bad-user-token'],
      ['endless', `${signed({ sub: 'ada' })}${'x'.repeat(5_000)}`, 'bad-user-token'],
    ])('a user token that is %s opens nobody', (_name, token, code) => {
      expect(refused(check(by(token), 'track', { browser }))).toEqual([`${code} /context/userToken`])
    })
  })
})

test('what is kept of a message that was set aside opens nothing', () => {
  const sent = { event: '', writeKey: 'wend_write_x', context: { userToken: 'header.claims.signature', ip: '::1' } }
  const checked = check(sent)
  expect(checked.ok ? '' : JSON.parse(checked.kept)).toEqual({
    event: '',
    context: { userToken: '[user token]', ip: '::1' },
  })
})

test('of a message that is too large only what tells it apart is kept', () => {
  const checked = check(track({ userId: 'ada', event: 'large', properties: { text: '文'.repeat(12_000) } }))
  expect(checked.ok ? '' : JSON.parse(checked.kept)).toEqual({ userId: 'ada', event: 'large' })
  const deep = check(JSON.parse(`{"event":"deep","properties":{"a":[${'[['.repeat(9_000)}${']]'.repeat(9_000)}]}}`))
  expect(deep.ok ? '' : deep.kept).toContain('[deeper list]')
})

test('every fault is named at once', () => {
  const sent = { userId: {}, messageId: [], event: '', properties: [], timestamp: 'yesterday' }
  expect(refused(check(sent))).toEqual([
    'bad-id /userId',
    'bad-id /messageId',
    'bad-event-name /event',
    'not-an-object /properties',
    'bad-timestamp /timestamp',
  ])
})

test.each([null, undefined, 3, 'text', [], [track()]])('%j is no message', (sent) => {
  expect(refused(check(sent))).toEqual(['not-an-object '])
})

test.each([
  ['{"userId":"a\\u0000","event":"e"}', 'bad-text /userId'],
  ['{"userId":"a","event":"e","properties":{"a":["\\ud800"]}}', 'bad-text /properties/a/0'],
  ['{"userId":"a","event":"e","properties":{"\\udc00":1}}', 'bad-text /properties/\uFFFD'],
  ['{"userId":"a","event":"e","properties":{"__proto__":{"x":1}}}', 'bad-key /properties/__proto__'],
  ['{"userId":"a","event":"e","properties":{"n":1e999}}', 'bad-number /properties/n'],
])('%s is set aside, and what is kept of it is plain text', (text, issue) => {
  const checked = check(JSON.parse(text))
  expect(refused(checked)).toEqual([issue])
  if (!checked.ok) expect(checked.kept).not.toContain('\0')
})

test('names from prototypes are plain data', () => {
  const properties = JSON.parse('{"constructor":{"prototype":1},"toString":"x","hasOwnProperty":null}')
  expect(taken(check(track({ properties }))).properties).toEqual(properties)
})

test('20 levels are taken, more are set aside', () => {
  const nested = (levels: number) => JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`)
  expect(check(track({ properties: nested(19) })).ok).toBe(true)
  expect(refused(check(track({ properties: nested(20) })))[0]).toMatch(/^too-deep \/properties(\/a)+$/)
})

test('32,000 bytes are taken, one more is set aside, whatever the letters', () => {
  const frame = JSON.stringify(track({ properties: { text: '' } })).length
  const sized = (text: string) => refused(check(track({ properties: { text } })))
  expect(sized('x'.repeat(32_000 - frame))).toEqual([])
  expect(sized('x'.repeat(32_001 - frame))).toEqual(['too-large '])
  expect(sized('文'.repeat(Math.floor((32_000 - frame) / 3)))).toEqual([])
  expect(sized('文'.repeat(Math.floor((32_000 - frame) / 3) + 1))).toEqual(['too-large '])
})

describe('the time of an event', () => {
  const at = (more: Record<string, unknown>, around: Partial<Arrival> = {}) => {
    const checked = check(track(more), 'track', around)
    return checked.ok ? new Date(checked.message.atMs).toISOString() : refused(checked)
  }

  test('is received − (sentAt − timestamp), so that a wrong clock is corrected', () => {
    expect(at({ timestamp: '2020-01-01T00:00:00Z', sentAt: '2020-01-01T00:10:00Z' })).toBe('2026-03-01T11:50:00.000Z')
    expect(at({ timestamp: '2020-01-01T00:00:00Z' }, { sentAt: '2020-01-01T00:10:00Z' })).toBe(
      '2026-03-01T11:50:00.000Z',
    )
  })

  test('is the timestamp where nobody says when it was sent, and now where there is none', () => {
    expect(at({ timestamp: '2026-02-01T00:00:00+08:00' })).toBe('2026-01-31T16:00:00.000Z')
    expect(at({ sentAt: '2020-01-01T00:10:00Z' })).toBe('2026-03-01T12:00:00.000Z')
  })

  test('is at most now', () => {
    expect(at({ timestamp: '2026-03-02T11:59:59Z' })).toBe('2026-03-01T12:00:00.000Z')
  })

  test.each(['0000-01-01T00:00:00Z', '1969-12-31T23:59:59.999Z', '2026-03-02T12:00:00.001Z', '9999-12-31T23:59:59Z'])(
    '%s is out of range',
    (timestamp) => expect(at({ timestamp })).toEqual(['time-out-of-range /timestamp']),
  )

  test.each([1772366400, 'soon', {}, '2026-02-30'])('%j is no time', (value) => {
    expect(at({ timestamp: value })).toEqual(['bad-timestamp /timestamp'])
    expect(at({ sentAt: value })).toEqual(['bad-timestamp /sentAt'])
  })
})

test('context fills time zone and locale, its own before the batch’s; what is none of them fills nothing', () => {
  const fill = (context: unknown, around?: unknown) =>
    taken(check(track({ context }), 'track', { context: around })).fill
  expect(fill({ timezone: 'Asia/Shanghai', locale: 'zh-CN' })).toEqual({ timezone: 'Asia/Shanghai', locale: 'zh-CN' })
  expect(fill(undefined, { timezone: 'Europe/Berlin' })).toEqual({ timezone: 'Europe/Berlin' })
  expect(fill({ timezone: 'Mars/Base', locale: '<script>' })).toEqual({})
  expect(fill('text')).toEqual({})
})

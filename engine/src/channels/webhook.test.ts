import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Message } from '@wend/nodes/sdk/define-node'
import { afterEach, describe, expect, test } from 'vitest'
import type { Attempt, Recipient } from './channel.ts'
import type { ResolvedAddress } from './guarded-agent.ts'
import { secretMarkers } from './secrets.ts'
import { type WebhookOptions, webhookChannel } from './webhook.ts'

type Webhook = Extract<Message, { channel: 'webhook' }>

const ada: Recipient = { workspace: 1, customer: 7, id: 'ada', attributes: {}, workspaceName: 'Shop' }
const secrets = new Map([
  ['token', 'p"a/ss word'],
  ['pasted', 'abc\n'],
  ['broken', 'a\r\nX-Evil: 1'],
])

interface Heard {
  method: string
  url: string
  headers: IncomingHttpHeaders
  body: string
}
const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

/** A real server on a free port; what it heard is kept. */
async function sink(answer: RequestListener, host = '127.0.0.1') {
  const heard: Heard[] = []
  const server: Server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      heard.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body })
      answer(request, response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  ends.push(
    () => server.closeAllConnections(),
    () => server.close(),
  )
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return { url: `http://${host}:${port}`, port, heard, server }
}

function channelTo(options: Partial<WebhookOptions> = {}) {
  const channel = webhookChannel({ allowHosts: '127.0.0.1,localhost', secrets: async () => secrets, ...options })
  ends.push(() => channel.close())
  return channel
}

async function send(
  message: Partial<Webhook> & { url: string },
  { channel = channelTo(), limitMs = 2_000 }: { channel?: ReturnType<typeof channelTo>; limitMs?: number } = {},
): Promise<Attempt> {
  const prepared = await channel.prepare({ channel: 'webhook', method: 'POST', headers: {}, ...message }, ada, 'key-1')
  if ('blocked' in prepared) throw new Error(prepared.blocked)
  return channel.send(prepared.content, ada, 'key-1', limitMs)
}

const answering = (status: number, headers: Record<string, string> = {}, body = '') =>
  sink((_request, response) => {
    response.writeHead(status, headers).end(body)
  })

describe('what arrives', () => {
  test('is the body as JSON with the key of the visit, and the answer comes back as a value', async () => {
    const { url, heard } = await answering(
      200,
      { 'content-type': 'application/json; charset=utf-8' },
      '{"ok":[1,"\\u0000x"]}',
    )
    expect(await send({ url: `${url}/a?b=1`, body: '{"a":1}' })).toEqual({
      came: 'delivered',
      answer: { ok: [1, 'x'] },
    })
    expect(heard).toHaveLength(1)
    expect(heard[0]).toMatchObject({ method: 'POST', url: '/a?b=1', body: '{"a":1}' })
    expect(heard[0]?.headers).toMatchObject({ 'content-type': 'application/json', 'idempotency-key': 'key-1' })
  })

  test('has the headers of the journey, but never its Idempotency-Key', async () => {
    const { url, heard } = await answering(204)
    const headers = { 'Content-Type': 'text/plain', 'IDEMPOTENCY-KEY': 'mine', 'X-Name': '爱丽丝' }
    expect(await send({ url, headers, body: 'hello' })).toEqual({ came: 'delivered' })
    expect(heard[0]?.headers).toMatchObject({ 'content-type': 'text/plain', 'idempotency-key': 'key-1' })
    expect(Buffer.from(String(heard[0]?.headers['x-name']), 'latin1').toString()).toBe('爱丽丝')
  })

  test('a GET has no body and no content type', async () => {
    const { url, heard } = await answering(200, {}, 'fine')
    expect(await send({ url, method: 'get' })).toEqual({ came: 'delivered', answer: 'fine' })
    expect(heard[0]?.method).toBe('GET')
    expect(heard[0]?.headers['content-type']).toBeUndefined()
  })

  test.each(['host', 'Connection', 'Transfer-Encoding', 'Content-Length', 'upgrade', 'Proxy-Authorization'])(
    'never has the header %s',
    async (name) => {
      const { url, heard } = await answering(200)
      expect(await send({ url, headers: { [name]: 'x' } })).toEqual({ came: 'failed', reason: 'header-refused' })
      expect(heard).toEqual([])
    },
  )

  test.each([
    { url: 'ftp://127.0.0.1/', reason: 'bad-url' },
    { url: 'file:///etc/passwd', reason: 'bad-url' },
    { url: 'not a url', reason: 'bad-url' },
    { url: 'http://user:pass@127.0.0.1/', reason: 'bad-url' },
    { url: 'http://127.0.0.1/', method: 'CONNECT', reason: 'bad-method' },
    { url: 'http://127.0.0.1/', method: 'GET /\r\nX: 1', reason: 'bad-method' },
    { url: 'http://127.0.0.1/', headers: { 'X-A': 'a\r\nX-B: b' }, reason: 'bad-header' },
    { url: 'http://127.0.0.1/', headers: { 'X A': 'a' }, reason: 'bad-header' },
  ])('$url $method $headers is refused as $reason', async ({ reason, ...message }) => {
    expect(await send(message)).toEqual({ came: 'failed', reason })
  })
})

describe('what is answered', () => {
  test.each([400, 401, 404, 410, 422])('%i fails at once', async (status) => {
    const { url } = await answering(status)
    expect(await send({ url })).toEqual({ came: 'failed', reason: `http-${status}` })
  })

  test.each([408, 429, 500, 502, 503, 504])('%i is worth another attempt', async (status) => {
    const { url } = await answering(status)
    expect(await send({ url })).toEqual({ came: 'later', reason: `http-${status}` })
  })

  test('Retry-After in seconds is obeyed up to an hour', async () => {
    const { url } = await answering(429, { 'retry-after': '7' })
    expect(await send({ url })).toEqual({ came: 'later', reason: 'http-429', retryAfterMs: 7_000 })
    const { url: far } = await answering(503, { 'retry-after': '999999999999' })
    expect(await send({ url: far })).toEqual({ came: 'later', reason: 'http-503', retryAfterMs: 3_600_000 })
  })

  test('Retry-After as a date is obeyed, and as nonsense not', async () => {
    const { url } = await answering(429, { 'retry-after': new Date(Date.now() + 60_000).toUTCString() })
    const attempt = await send({ url })
    expect(attempt).toMatchObject({ came: 'later', reason: 'http-429' })
    expect(attempt.came === 'later' && attempt.retryAfterMs).toBeGreaterThan(50_000)
    const { url: nonsense } = await answering(429, { 'retry-after': '-5' })
    expect(await send({ url: nonsense })).toEqual({ came: 'later', reason: 'http-429' })
  })

  test('a redirect is not followed', async () => {
    const { url: target, heard } = await answering(200)
    const { url } = await answering(302, { location: target })
    expect(await send({ url })).toEqual({ came: 'failed', reason: 'redirect' })
    expect(heard).toEqual([])
  })

  test('more than 64 kB, or a coding that was not asked for, is delivered without an answer', async () => {
    const { url } = await answering(200, { 'content-type': 'application/json' }, `"${'x'.repeat(300_000)}"`)
    expect(await send({ url })).toEqual({ came: 'delivered' })
    const { url: coded } = await answering(200, { 'content-encoding': 'gzip' }, 'xx')
    expect(await send({ url: coded })).toEqual({ came: 'delivered' })
  })

  test('what says it is JSON and is not, or is nested without end, is a text', async () => {
    const { url } = await answering(200, { 'content-type': 'application/json' }, '{"a":')
    expect(await send({ url })).toEqual({ came: 'delivered', answer: '{"a":' })
    const deep = '['.repeat(30_000) + ']'.repeat(30_000)
    const { url: nested } = await answering(200, { 'content-type': 'application/json' }, deep)
    expect(await send({ url: nested })).toEqual({ came: 'delivered', answer: deep })
    const { url: nothing } = await answering(200, { 'content-type': 'application/problem+json' }, 'null')
    expect(await send({ url: nothing })).toEqual({ came: 'delivered', answer: null })
  })
})

describe('a destination in trouble', () => {
  test('that hangs is given up in time, and known as slow', async () => {
    const { url } = await sink(() => {})
    const channel = channelTo()
    const content = { url, method: 'POST', headers: {} }
    expect(channel.isSlow(content)).toBe(false)
    const startMs = Date.now()
    expect(await send({ url }, { channel, limitMs: 200 })).toEqual({
      came: 'later',
      reason: 'time-out',
      slow: true,
      mayHaveArrived: true,
    })
    // By its own limit, not by that of the slow queue.
    expect(Date.now() - startMs).toBeLessThan(1_000)
    expect(channel.isSlow(content)).toBe(true)
    expect(channel.isSlow({ ...content, url: 'http://127.0.0.1:1/' })).toBe(false)
  })

  test('that sends its body without end is given up in time', async () => {
    const { url } = await sink((_request, response) => {
      response.writeHead(200)
      const drip = setInterval(() => response.write('.'), 20)
      response.on('close', () => clearInterval(drip))
    })
    expect(await send({ url }, { limitMs: 300 })).toEqual({
      came: 'later',
      reason: 'time-out',
      slow: true,
      mayHaveArrived: true,
    })
  })

  test('that answers late goes to the delivery queue from then on', async () => {
    const { url } = await sink(async (_request, response) => {
      await sleep(1_600)
      response.end()
    })
    const channel = channelTo()
    expect(await send({ url }, { channel, limitMs: 5_000 })).toEqual({ came: 'delivered' })
    expect(channel.isSlow({ url, method: 'POST', headers: {} })).toBe(true)
  })

  test('that drops the connection is tried later', async () => {
    const { url } = await sink((request) => request.socket.destroy())
    expect(await send({ url })).toEqual({ came: 'later', reason: 'connection-lost', mayHaveArrived: true })
  })

  test('that does not listen is tried later', async () => {
    const { url, server } = await answering(200)
    await new Promise((resolve) => server.close(resolve))
    expect(await send({ url })).toEqual({ came: 'later', reason: 'refused' })
  })

  test('that speaks no TLS is tried later', async () => {
    const { port } = await answering(200)
    expect(await send({ url: `https://127.0.0.1:${port}/` })).toMatchObject({ came: 'later' })
  })

  test('that a resolver does not know is tried later, and one whose resolver hangs is slow', async () => {
    const unknown = async () => {
      throw Object.assign(new Error('none'), { code: 'ENOTFOUND' })
    }
    expect(await send({ url: 'http://nowhere.test/' }, { channel: channelTo({ resolve: unknown }) })).toEqual({
      came: 'later',
      reason: 'unknown-host',
    })
    const channel = channelTo({ resolve: () => new Promise(() => {}) })
    expect(await send({ url: 'http://nowhere.test/' }, { channel, limitMs: 100 })).toEqual({
      came: 'later',
      reason: 'time-out',
      slow: true,
      mayHaveArrived: true,
    })
  })

  test('that comes back is not sent what was given up while it was away', async () => {
    let answer: (addresses: ResolvedAddress[]) => void = () => {}
    const { port, heard } = await answering(200)
    const resolve = () =>
      new Promise<ResolvedAddress[]>((found) => {
        answer = found
      })
    const channel = channelTo({ resolve })
    expect(await send({ url: `http://localhost:${port}/` }, { channel, limitMs: 100 })).toMatchObject({
      reason: 'time-out',
    })
    answer([{ address: '127.0.0.1', family: 4 }])
    await sleep(200)
    expect(heard).toEqual([])
  })
})

describe('private addresses', () => {
  test.each([
    'http://127.0.0.1/',
    'http://127.1/',
    'http://0x7f000001/',
    'http://2130706433/',
    'http://[::1]/',
    'http://[::]/',
    'http://[::ffff:127.0.0.1]/',
    'http://10.0.0.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://100.64.0.1/',
    'http://0.0.0.0/',
    'http://224.0.0.1/',
    'https://[fd00:ec2::254]/',
    'http://localhost/',
  ])('%s is refused', async (url) => {
    expect(await send({ url }, { channel: channelTo({ allowHosts: '' }) })).toEqual({
      came: 'failed',
      reason: 'private-address',
    })
  })

  test('a name is resolved once, and where it points a moment later does not matter', async () => {
    const { port, heard } = await answering(200)
    let asked = 0
    const resolve = async (): Promise<ResolvedAddress[]> => {
      asked++
      return [{ address: asked === 1 ? '203.0.113.9' : '127.0.0.1', family: 4 }]
    }
    const channel = channelTo({ allowHosts: '', resolve })
    expect(await send({ url: `http://rebinding.test:${port}/` }, { channel })).toEqual({
      came: 'failed',
      reason: 'private-address',
    })
    expect(asked).toBe(1)
    expect(heard).toEqual([])
  })

  test('the connection goes to the very address that was checked', async () => {
    const { port, heard } = await answering(200)
    let asked = 0
    const resolve = async (): Promise<ResolvedAddress[]> => {
      asked++
      return [{ address: asked === 1 ? '127.0.0.1' : '10.255.255.1', family: 4 }]
    }
    const channel = channelTo({ allowHosts: `shop.test:${port}`, resolve })
    expect(await send({ url: `http://shop.test:${port}/` }, { channel })).toEqual({ came: 'delivered' })
    expect(heard[0]?.headers.host).toBe(`shop.test:${port}`)
    expect(asked).toBe(1)
    expect(await send({ url: 'http://shop.test:81/' }, { channel })).toEqual({
      came: 'failed',
      reason: 'private-address',
    })
  })

  test('one private address among several refuses the name', async () => {
    const resolve = async () => [
      { address: '1.1.1.1', family: 4 },
      { address: '::1', family: 6 },
    ]
    expect(await send({ url: 'http://both.test/' }, { channel: channelTo({ allowHosts: '', resolve }) })).toEqual({
      came: 'failed',
      reason: 'private-address',
    })
  })
})

describe('secrets', () => {
  const marked = (name: string): string => secretMarkers[name] ?? ''

  test('are in the request, escaped for where they stand, and nowhere in what is kept', async () => {
    const { url, heard } = await sink((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ echo: 'p"a/ss word' }))
    })
    const token = marked('token')
    const channel = channelTo()
    const message: Webhook = {
      channel: 'webhook',
      url: `${url}/${encodeURIComponent(token)}?t=${token}`,
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'X-Pasted': marked('pasted') },
      body: `{"token":"${token.toUpperCase()}"}`,
    }
    const prepared = await channel.prepare(message, ada, 'key-1')
    if ('blocked' in prepared) throw new Error(prepared.blocked)
    const keptText = JSON.stringify(prepared.content)
    expect(keptText).toContain('{{ secrets.token }}')
    expect(keptText).not.toContain('ss word')

    const attempt = await channel.send(prepared.content, ada, 'key-1', 2_000)
    expect(attempt).toEqual({ came: 'delivered', answer: { echo: '***' } })
    expect(heard[0]?.url).toBe('/p%22a%2Fss%20word?t=p%22a%2Fss%20word')
    expect(heard[0]?.headers).toMatchObject({ authorization: 'Bearer p"a/ss word', 'x-pasted': 'abc' })
    expect(JSON.parse(heard[0]?.body ?? '')).toEqual({ token: 'p"a/ss word' })
  })

  test('cannot be asked for by what a customer sends', async () => {
    const { url, heard } = await answering(200)
    const forged = '\u0001{{ secrets.token }}\u0001'
    expect(
      await send({ url, headers: { 'content-type': 'text/plain', 'X-A': '{{ secrets.token }}' }, body: forged }),
    ).toEqual({
      came: 'delivered',
    })
    expect(heard[0]?.body).toBe('{{ secrets.token }}')
    expect(heard[0]?.headers['x-a']).toBe('{{ secrets.token }}')
  })

  test('that are unknown, cut in two or would break a header are not sent', async () => {
    const { url, heard } = await answering(200)
    expect(await send({ url, body: marked('unknown') })).toEqual({ came: 'failed', reason: 'no-secret' })
    expect(await send({ url, body: marked('token').slice(0, -4) })).toEqual({ came: 'failed', reason: 'no-secret' })
    expect(await send({ url, headers: { 'X-A': marked('broken') } })).toEqual({ came: 'failed', reason: 'bad-header' })
    expect(await send({ url: url.replace('127.0.0.1', marked('token')) })).toEqual({
      came: 'failed',
      reason: 'bad-url',
    })
    expect(heard).toEqual([])
  })
})

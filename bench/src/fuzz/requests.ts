import fc from 'fast-check'
import { type Body, bodyAround, bytesOf } from './bodies.ts'
import type { ToldRoute } from './document.ts'
import { anyJourneyFile, eventNames, soundJourney } from './journey-files.ts'
import { oddText } from './odd.ts'
import { type Hints, type Schema, valuesOf } from './schema.ts'

/** What opens which door, and what is there to be named. Read again now and then: requests make and remove things. */
export interface Known {
  authorizations: Record<string, [string, string][]>
  journeys: string[]
  customers: string[]
  ids: string[]
  cursors: string[]
  etags: string[]
}

/** One request before it is bytes. */
export interface Request {
  method: string
  target: string
  headers: [string, string][]
  body: Body | undefined
}

const oddHeaders: [string, string][] = [
  ['Accept', '*/*;q=0'],
  ['Accept', 'text/event-stream'],
  ['Accept', `text/${'x'.repeat(3_000)}`],
  ['Accept-Language', 'zh-CN,zh;q=0.9'],
  ['Accept-Language', '*'],
  ['Accept-Language', 'zh;q=,en;q=2;q=0,,;;'],
  ['Accept-Language', 'zh-'.repeat(3_000)],
  ['Accept-Language', '\xff\xfe'],
  ['Idempotency-Key', ''],
  ['Idempotency-Key', 'again'],
  ['Idempotency-Key', 'x'.repeat(255)],
  ['Idempotency-Key', 'x'.repeat(256)],
  ['Idempotency-Key', 'caf\xe9'],
  ['If-Match', '*'],
  ['If-Match', ''],
  ['If-Match', '"999999999999999"'],
  ['If-Match', '"99999999999999999999"'],
  ['If-Match', 'W/"1"'],
  ['If-Match', '"1", "2"'],
  ['If-Match', '"-1"'],
  ['If-None-Match', '*'],
  ['Content-Range', 'bytes 0-1/2'],
  ['Range', 'bytes=0-0,-1'],
  ['Expect', '100-continue'],
  ['Expect', 'a miracle'],
  ['Upgrade', 'websocket'],
  ['Connection', 'Upgrade'],
  ['Connection', 'close, Host'],
  ['Cookie', 'wend_session=; wend_session==; ;;;=x'],
  ['Cookie', `wend_session=${'x'.repeat(4_000)}`],
  ['Authorization', 'Basic'],
  ['Authorization', 'Basic ===='],
  ['Authorization', `Bearer ${'x'.repeat(600)}`],
  ['Authorization', 'Digest username="x"'],
  ['X-Forwarded-For', '127.0.0.1, ::1'],
  ['X-Forwarded-Host', 'evil.invalid'],
  ['X-HTTP-Method-Override', 'DELETE'],
  ['Origin', 'https://evil.invalid'],
  ['Access-Control-Request-Method', 'DELETE'],
  ['Transfer-Encoding', 'gzip, chunked'],
  ['Trailer', 'X'],
  ['X-Long', 'x'.repeat(15_000)],
  ['X-Longer', 'x'.repeat(40_000)],
  ['X Bad', '1'],
  ['X-Bad', 'a\x01b'],
  ['Host', 'two.invalid'],
  ['__proto__', 'x'],
]

/** Requests to a route: valid, nearly valid and hostile. */
export function requestsTo(route: ToldRoute, schemas: Record<string, Schema>, known: Known): fc.Arbitrary<Request> {
  const values = valuesOf(schemas, hintsOf(known))
  const odd = fc.oneof(oddText, fc.constantFrom(...known.ids))
  const inPath = fc.record(
    Object.fromEntries(
      route.params
        .filter((each) => each.in === 'path')
        .map(({ name }) => [
          name,
          fc.oneof({ weight: 5, arbitrary: partOf(route.path, name, known) }, { weight: 1, arbitrary: odd }),
        ]),
    ),
  )
  const inQuery = fc.record(
    Object.fromEntries(
      route.params
        .filter((each) => each.in === 'query')
        .map(({ name, schema = {} }) => [
          name,
          fc.oneof(
            { weight: 8, arbitrary: fc.constant(undefined) },
            { weight: 7, arbitrary: filterOf(name, values(schema), known) },
            { weight: 1, arbitrary: odd },
          ),
        ]),
    ),
  )
  const mine = route.keys.includes('writeKey') && !route.keys.includes('apiKey') ? 'write' : 'api'
  const who = fc.oneof(
    { weight: 12, arbitrary: fc.constant(mine) },
    { weight: 3, arbitrary: fc.constantFrom(...Object.keys(known.authorizations)) },
  )
  const spoil = fc.oneof(
    { weight: 12, arbitrary: fc.constant('') },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '%',
        '%zz',
        '%00',
        '/..',
        '/../../etc/passwd',
        '/.',
        '//',
        ';x=1',
        '?a[b]=1&a[c]=2',
        '?limit=1&limit=2',
        '?__proto__[x]=1',
        '?%ff=%fe',
        '#x',
        '\u00e9',
        '/%2e%2e/%2e%2e',
        '?cursor=%00',
        `?${'a=1&'.repeat(2_000)}`,
        '\\..\\',
      ),
    },
  )
  const methods = [
    'GET',
    'POST',
    'PUT',
    'DELETE',
    'PATCH',
    'HEAD',
    'OPTIONS',
    'TRACE',
    'PROPFIND',
    'M-SEARCH',
    'BREW',
    'get',
  ]
  const method = fc.oneof(
    { weight: 25, arbitrary: fc.constant(route.method) },
    { weight: 1, arbitrary: fc.constantFrom(...methods) },
  )
  const etag = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...known.etags) },
    { weight: 1, arbitrary: fc.constant(undefined) },
  )
  const headers = fc.oneof(
    { weight: 4, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(fc.constantFrom(...oddHeaders), { minLength: 1, maxLength: 2 }) },
  )
  const body = route.body
    ? fc.oneof(
        { weight: 20, arbitrary: bodyAround(values(route.body)) },
        { weight: 1, arbitrary: fc.constant(undefined) },
      )
    : fc.oneof({ weight: 10, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: bodyAround(fc.constant({})) })

  return fc
    .record({ method, inPath, inQuery, who, spoil, etag, headers, body })
    .map(
      ({
        method: verb,
        inPath: parts,
        inQuery: filters,
        who: caller,
        spoil: end,
        etag: match,
        headers: more,
        body: sent,
      }) => ({
        method: verb,
        target: targetOf(route.path, parts, filters) + end,
        headers: [
          ...(known.authorizations[caller] ?? []),
          ...(match !== undefined && route.params.some(({ name }) => name === 'If-Match')
            ? [['If-Match', match] satisfies [string, string]]
            : []),
          ...(route.answers.get(200)?.includes('text/event-stream')
            ? [['Accept', 'text/event-stream'] satisfies [string, string]]
            : []),
          ...more,
        ],
        body: sent,
      }),
    )
}

const hintsOf = (known: Known): Hints => {
  const customer = fc.constantFrom(...known.customers)
  const event = fc.constantFrom(...eventNames)
  return {
    components: { Journey: fc.oneof(soundJourney, anyJourneyFile) },
    properties: {
      userId: customer,
      anonymousId: fc.constantFrom('anon-1', 'anon-2', 'anon-3'),
      customers: fc.array(customer, { minLength: 1, maxLength: 5 }),
      messageId: fc.oneof(
        { weight: 4, arbitrary: fc.constant(undefined) },
        { weight: 1, arbitrary: fc.string({ maxLength: 500 }) },
      ),
      event,
      type: fc.constantFrom('track', 'identify', 'page', 'screen', 'group', 'alias'),
      timestamp: fc.oneof(
        { weight: 3, arbitrary: fc.constant(undefined) },
        {
          weight: 1,
          arbitrary: fc.constantFrom(
            '2026-01-31T09:30:00Z',
            '1970-01-01',
            '9999-12-31T23:59:59Z',
            '0000-01-01T00:00:00Z',
          ),
        },
      ),
      sentAt: fc.constant(undefined),
      writeKey: fc.constant(undefined),
      removed: fc.constant({}),
      inFlight: fc.constantFrom('finish', 'finish', 'finish', 'move'),
    },
    widgets: {},
  }
}

function partOf(path: string, name: string, { journeys, customers, ids }: Known): fc.Arbitrary<string> {
  if (path.includes('/journeys/{id}') && name === 'id') return fc.constantFrom(...journeys)
  if (path.includes('/customers/')) return fc.constantFrom(...customers)
  if (name === 'number') return fc.constantFrom('1', '2', '999999999')
  return fc.constantFrom(...ids, 'TOKEN', 'sms_token')
}

function filterOf(name: string, otherwise: fc.Arbitrary<unknown>, known: Known): fc.Arbitrary<string> {
  const all: Record<string, readonly string[]> = {
    // Of the first pages: what these cursors name is there.
    cursor: [...known.cursors, ...known.cursors.slice(0, 2), ...known.cursors.slice(0, 2)],
    journey: known.journeys,
    customer: known.customers,
    search: ['a', 'anon', 'c-'],
    node: ['in', 'a', 'b', 'mail'],
    outlet: ['next', 'yes', 'timed-out'],
  }
  const named = all[name]
  return named?.length ? fc.constantFrom(...named) : otherwise.map(String)
}

function targetOf(path: string, parts: Record<string, string>, filters: Record<string, string | undefined>): string {
  const at = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent((parts[name] ?? 'x').toWellFormed()))
  const search = Object.entries(filters).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value.toWellFormed())}`],
  )
  return search.length === 0 ? at : `${at}?${search.join('&')}`
}

/**
 * The bytes of a request, in the pieces in which they are sent; `cut`: it breaks off before its end. `broken`: the server stops
 * reading at once, and what it says may be lost with the bytes that were still under way.
 */
export function wireOf({ method, target, headers, body }: Request): { bytes: Buffer[]; cut: boolean; broken: boolean } {
  const head: [string, string][] = [['Host', '127.0.0.1'], ...headers]
  if (!body) {
    if (method !== 'GET' && method !== 'HEAD') head.push(['Content-Length', '0'])
    return { bytes: [headOf(method, target, head)], cut: false, broken: false }
  }
  const { body: bytes, encoding } = bytesOf(body)
  if (body.type !== undefined) head.push(['Content-Type', body.type])
  if (encoding !== undefined) head.push(['Content-Encoding', encoding])
  const chunked = Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n0\r\n\r\n')])
  const told: Record<Body['framing'], { more: [string, string][]; bytes: Buffer[]; cut?: boolean }> = {
    length: { more: [['Content-Length', String(bytes.length)]], bytes: [bytes] },
    chunked: {
      more: [['Transfer-Encoding', 'chunked']],
      bytes: bytes.length > 0 ? [chunked] : [Buffer.from('0\r\n\r\n')],
    },
    cut: { more: [['Content-Length', String(bytes.length + 10)]], bytes: [bytes], cut: true },
    'too short': { more: [['Content-Length', String(Math.max(0, bytes.length - 5))]], bytes: [bytes], cut: true },
    none: { more: [], bytes: [bytes], cut: true },
    'chunked, cut': {
      more: [['Transfer-Encoding', 'chunked']],
      bytes: [chunked.subarray(0, chunked.length >> 1)],
      cut: true,
    },
    both: {
      more: [
        ['Content-Length', String(bytes.length)],
        ['Transfer-Encoding', 'chunked'],
      ],
      bytes: [chunked],
    },
    'not a length': { more: [['Content-Length', '-1']], bytes: [bytes] },
    'a bad chunk': { more: [['Transfer-Encoding', 'chunked']], bytes: [Buffer.from('zz\r\n'), bytes] },
  }
  const { more, bytes: parts, cut = false } = told[body.framing]
  const broken =
    cut || ['both', 'not a length', 'a bad chunk'].includes(body.framing) || !isReadable({ method, headers })
  return { bytes: [headOf(method, target, [...head, ...more]), ...parts], cut, broken }
}

const isReadable = ({ method, headers }: Pick<Request, 'method' | 'headers'>): boolean =>
  !['BREW', 'get'].includes(method) &&
  headers.every(([name, value]) => /^[\w-]+$/.test(name) && /^[ -~]{0,8000}$/.test(value))

const headOf = (method: string, target: string, headers: readonly [string, string][]): Buffer =>
  Buffer.from(
    `${[`${method} ${target} HTTP/1.1`, ...headers.map(([name, value]) => `${name}: ${value}`)].join('\r\n')}\r\n\r\n`,
    'latin1',
  )

/** A command line that repeats a request: curl where it can say it, else the bytes for netcat. */
export function commandOf(request: Request, url: string): string {
  const { method, target, headers, body } = request
  const { bytes, cut } = wireOf(request)
  const plain = !body || (body.framing === 'length' && /^[ -~]*$/.test(headers.flat().join('')))
  if (!plain || cut) {
    const all = Buffer.concat(bytes)
    return `echo ${all.subarray(0, 3_000).toString('base64')} | base64 -d | nc 127.0.0.1 PORT   # ${body?.framing}${all.length > 3_000 ? `, the first 3,000 of ${all.length} bytes` : ''}`
  }
  const told = headers.map(([name, value]) => `-H '${name}: ${value.slice(0, 200).replaceAll("'", "'\\''")}'`)
  const packed = body ? bytesOf(body) : undefined
  const isText = packed?.encoding === undefined && body && packed !== undefined && packed.body.length <= 4_000
  const data = !packed
    ? []
    : isText
      ? [`-H 'Content-Type: ${body?.type}'`, `--data-binary '${packed.body.toString().replaceAll("'", "'\\''")}'`]
      : [`# a body of ${packed.body.length} bytes: ${body?.spoiled}, ${body?.packed}`]
  return ['curl', '--path-as-is', '-i', '-X', method, ...told, `'${url}${target}'`, ...data].join(' ')
}

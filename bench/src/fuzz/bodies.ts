import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { type Change, change, changed } from './odd.ts'

/** Changes to the text of a body, which no JSON value could make. */
const spoilers: Record<string, (text: Buffer) => Buffer> = {
  none: (text) => text,
  'cut in half': (text) => text.subarray(0, text.length >> 1),
  empty: () => Buffer.alloc(0),
  'byte order mark': (text) => Buffer.concat([Buffer.from('\ufeff'), text]),
  'bad UTF-8': (text) =>
    Buffer.concat([text.subarray(0, -2), Buffer.from([0xc3, 0x28, 0xff, 0xed, 0xa0, 0x80]), text.subarray(-2)]),
  'UTF-16': (text) => Buffer.from(text.toString(), 'utf16le'),
  'duplicate keys': (text) =>
    Buffer.from(text.toString().replace(/^\{/, '{"userId":1,"userId":"twice","nodes":1,"nodes":[],')),
  'a key of prototypes': (text) =>
    Buffer.from(text.toString().replace(/^\{/, '{"__proto__":{"polluted":1},"constructor":1,')),
  'numbers too large': (text) => Buffer.from(text.toString().replace(/\d+/, '1e999')),
  NaN: (text) => Buffer.from(text.toString().replace(/\d+/, 'NaN')),
  'long number': (text) => Buffer.from(text.toString().replace(/\d+/, '9'.repeat(5_000))),
  'a lone surrogate, written out': (text) => Buffer.from(text.toString().replace(/"a?/, '"\\ud800')),
  'a NUL, written out': (text) => Buffer.from(text.toString().replace(/"a?/, '"\\u0000')),
  '100,000 brackets': () => Buffer.from('['.repeat(100_000)),
  '100,000 brackets, closed': () => Buffer.from('['.repeat(100_000) + ']'.repeat(100_000)),
  '60,000 objects, one in another': () => Buffer.from('{"a":'.repeat(60_000) + '1' + '}'.repeat(60_000)),
  '300,000 members': () => Buffer.from(`{"batch":[${'1,'.repeat(150_000)}1],"nodes":[${'1,'.repeat(50_000)}1]}`),
  '80,000 keys': () => Buffer.from(`{${Array.from({ length: 80_000 }, (_, nth) => `"k${nth}":1`).join(',')}}`),
  '2 MB of text': () => Buffer.from(`{"userId":"${'x'.repeat(2_000_000)}"}`),
}

const megabytes = Buffer.alloc(8_000_000, ' ')
const bomb = gzipSync(megabytes)

/** How bytes are packed, and what the header says of it. */
const packings: Record<string, (body: Buffer) => { body: Buffer; encoding?: string }> = {
  plain: (body) => ({ body }),
  gzip: (body) => ({ body: gzipSync(body), encoding: 'gzip' }),
  deflate: (body) => ({ body: deflateSync(body), encoding: 'deflate' }),
  br: (body) => ({ body: brotliCompressSync(body), encoding: 'br' }),
  'gzip, cut': (body) => ({ body: gzipSync(body).subarray(0, -9), encoding: 'gzip' }),
  'gzip, spoiled': (body) => ({
    body: Buffer.concat([gzipSync(body).subarray(0, 12), Buffer.from('xxxx')]),
    encoding: 'gzip',
  }),
  'gzip, twice': (body) => ({ body: gzipSync(gzipSync(body)), encoding: 'gzip, gzip' }),
  'gzip, and more behind it': (body) => ({
    body: Buffer.concat([gzipSync(body), Buffer.from('more')]),
    encoding: 'gzip',
  }),
  'a gzip bomb': () => ({ body: bomb, encoding: 'gzip' }),
  'said to be gzip': (body) => ({ body, encoding: 'gzip' }),
  'an encoding unknown': (body) => ({ body, encoding: 'zstd-9' }),
  identity: (body) => ({ body, encoding: 'identity' }),
  'an empty encoding': (body) => ({ body, encoding: '' }),
  'gzip in capitals': (body) => ({ body: gzipSync(body), encoding: 'GZIP' }),
}

/** How the body's end is told. */
export const framings = [
  'length',
  'chunked',
  'cut',
  'too short',
  'none',
  'chunked, cut',
  'both',
  'not a length',
  'a bad chunk',
] as const
export type Framing = (typeof framings)[number]

export interface Body {
  value: unknown
  changes: readonly Change[]
  spoiled: string
  packed: string
  framing: Framing
  type: string | undefined
}

const mostly = <T extends string>(most: T, all: readonly T[], weight: number): fc.Arbitrary<T> =>
  fc.oneof({ weight, arbitrary: fc.constant(most) }, { weight: 1, arbitrary: fc.constantFrom(...all) })

/** A body around values of its schema: sound, nearly so, or broken in one of many ways. */
export const bodyAround = (value: fc.Arbitrary<unknown>): fc.Arbitrary<Body> =>
  fc.record({
    value,
    changes: fc.oneof(
      { weight: 2, arbitrary: fc.constant([]) },
      { weight: 3, arbitrary: fc.array(change, { minLength: 1, maxLength: 2 }) },
    ),
    spoiled: mostly('none', Object.keys(spoilers), 6),
    packed: mostly('plain', Object.keys(packings), 8),
    framing: mostly<Framing>('length', framings, 10),
    type: fc.oneof(
      { weight: 6, arbitrary: fc.constant('application/json') },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          undefined,
          '',
          'text/plain',
          'application/xml',
          'application/json; charset=utf-16',
          'multipart/form-data; boundary=x',
          'x/y/z',
          ';;;',
          'application/json; charset=latin1',
        ),
      },
    ),
  })

/** The bytes of a body, packed, with its content encoding. */
export function bytesOf({ value, changes, spoiled, packed }: Body): { body: Buffer; encoding?: string } {
  const text = Buffer.from(JSON.stringify(changes.reduce<unknown>(changed, value)) ?? '')
  const body = spoilers[spoiled]?.(text) ?? text
  return packings[packed]?.(body) ?? { body }
}

import { json } from '@wend/nodes/sdk/json'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { keepable, mapTexts, oneLine } from './keepable.ts'

/** Any UTF-16, well formed or not. */
const codeUnits = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.constantFrom(0, 0xd83d, 0xde00)))
  .map((units) => String.fromCharCode(...units))

test('what Postgres refuses in a text goes, everything else stays', () => {
  expect(keepable('a\0b')).toBe('ab')
  expect(keepable('\uD83D and 😀 and \uDE00')).toBe('\uFFFD and 😀 and \uFFFD')
  fc.assert(
    fc.property(codeUnits, (text) => {
      expect(keepable(text)).toBe(Buffer.from(text.replaceAll('\0', ''), 'utf8').toString('utf8'))
    }),
  )
})

test('one line has no line break of any kind', () => {
  expect(oneLine(' a\r\nBcc: b\u2028c\0\u0085d\t ')).toBe('a Bcc: b c d')
})

test('texts and keys are mapped at any depth, and a prototype is no key', () => {
  const value = json.parse(JSON.parse('{"a":["x",{"__proto__":{"b":"x"}}],"x":1,"n":null}'))
  expect(JSON.stringify(mapTexts(value, (text) => text.replace('x', 'y')))).toBe('{"a":["y",{}],"y":1,"n":null}')
})

test('what is nested too deep is not mapped', () => {
  const nested = (levels: number) => json.parse(JSON.parse('['.repeat(levels) + ']'.repeat(levels)))
  expect(mapTexts(nested(50), (text) => text)).toBeDefined()
  expect(mapTexts(nested(200), (text) => text)).toBeUndefined()
})

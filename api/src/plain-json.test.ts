import fc from 'fast-check'
import { expect, test } from 'vitest'
import { faultOf, shortened } from './plain-json.ts'

const nested = (depth: number): unknown => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`)

test.each([
  ['{"a":{"b":"x\\u0000"}}', 'bad-text', '/a/b'],
  ['{"a":[1,"\\ud800"]}', 'bad-text', '/a/1'],
  ['{"\\u0000":1}', 'bad-text', '/\uFFFD'],
  ['{"a":{"__proto__":{"admin":true}}}', 'bad-key', '/a/__proto__'],
  ['{"a/b~":1e999}', 'bad-number', '/a~1b~0'],
])('%s is refused as %s and its place is named', (text, code, path) => {
  expect(faultOf(JSON.parse(text), 20)).toEqual({ code, path })
})

test('names from prototypes are plain data', () => {
  expect(faultOf(JSON.parse('{"constructor":{"prototype":1},"toString":null,"emoji":"😀"}'), 20)).toBeUndefined()
})

test('a value nested 100,000 deep is found too deep, and can still be told', () => {
  expect(faultOf(nested(100_000), 20)).toMatchObject({ code: 'too-deep' })
  expect(shortened(nested(100_000), 3)).toBe('[[["[deeper list]"]]]')
})

test('what passes is stored and read back as it was', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const value: unknown = JSON.parse(text)
      fc.pre(faultOf(value, 20) === undefined)
      expect(JSON.parse(shortened(value, 20))).toEqual(value)
    }),
  )
})

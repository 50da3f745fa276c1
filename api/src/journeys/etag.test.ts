import { expect, test } from 'vitest'
import { etagOf, revisionOf } from './etag.ts'

test.each([
  [undefined, undefined],
  ['*', undefined],
  [etagOf(7), 7],
  ['W/"7"', 7],
  ['7', 0],
  ['"7", "8"', 0],
  ['"x"', 0],
  ['"99999999999999999999"', 0],
])('If-Match %j names revision %j', (header, revision) => {
  expect(revisionOf(header)).toBe(revision)
})

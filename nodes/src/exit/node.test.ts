import { expect, test } from 'vitest'
import { visit } from '../sdk/testing.ts'
import { exit } from './node.ts'

test('the enrollment ends as completed, with the operator’s word for it', () => {
  expect(visit(exit, { reason: 'not for them' }).enter()).toEqual({ kind: 'finish', reason: 'not for them' })
  expect(
    visit(
      exit,
      { reason: 'bought {{ event.name }}' },
      { event: { name: 'tea', properties: { name: 'tea' }, atMs: 0 } },
    ).enter(),
  ).toEqual({
    kind: 'finish',
    reason: 'bought tea',
  })
  expect(visit(exit, {}).enter()).toEqual({ kind: 'finish' })
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { matching, mentionBefore, mentionedIn, partsOf } from './mentions.ts'

const ada = { id: '1', name: 'Ada' }
const adam = { id: '2', name: 'Adam Lin' }
const mei = { id: '3', name: '陈美' }
const operators = [ada, adam, mei]

test.each([
  ['@', '', 1],
  ['See @Ad', 'Ad', 5],
  ['你好，@陈', '陈', 4],
  ['mail@example', undefined, 0],
  ['@Ada\n', undefined, 0],
])('behind the @ of %j stands %j', (text, typed, from) => {
  expect(mentionBefore(text, text.length)).toEqual(typed === undefined ? undefined : { typed, from })
})

test('names that go on like that are offered', () => {
  expect(matching(operators, 'ad')).toEqual([ada, adam])
  expect(matching(operators, 'adam l')).toEqual([adam])
})

test('of two names that fit, the longer is meant, and nobody is mentioned by half a name', () => {
  expect(mentionedIn('@Adam Lin and @陈美', operators)).toEqual(['2', '3'])
  expect(mentionedIn('@Ad', operators)).toEqual([])
})

test('cut into parts, a text is whole', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('@', 'Ada', 'Adam Lin', ' ', 'x', '陈美', '<b>')).map((all) => all.join('')),
      (text) => {
        const parts = partsOf(text, ['Ada', 'Adam Lin', '陈美'])
        expect(parts.map((part) => part.text).join('')).toBe(text)
        for (const part of parts) expect(text.startsWith(part.text, part.from)).toBe(true)
      },
    ),
  )
})

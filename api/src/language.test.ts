import { expect, test } from 'vitest'
import { languageOf } from './language.ts'

test.each([
  [undefined, 'en'],
  ['', 'en'],
  ['zh-CN,zh;q=0.9,en;q=0.8', 'zh-CN'],
  ['en-GB,en;q=0.9,zh;q=0.8', 'en'],
  ['fr,zh-Hans;q=0.5', 'zh-CN'],
  ['zh;q=0', 'en'],
  ['en;q=0.2, zh-TW;q=0.3', 'zh-CN'],
  [';;;,,,q=', 'en'],
])('of %j an operator reads %s', (header, language) => {
  expect(languageOf(header)).toBe(language)
})

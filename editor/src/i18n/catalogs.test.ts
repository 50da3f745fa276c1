import { expect, test } from 'vitest'
import { en } from './en.ts'
import { zhCN } from './zh-CN.ts'

const flat = (words: object, path = ''): [string, string][] =>
  Object.entries(words).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[`${path}${key}`, value]] : flat(value, `${path}${key}.`),
  )
const english = new Map(flat(en))
const chinese = new Map(flat(zhCN))

test('both languages have the same keys', () => {
  expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort())
})

test('both languages fill in the same values, or fewer where Chinese needs no word for one', () => {
  const names = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort()
  for (const [key, text] of english) expect([key, names(chinese.get(key) ?? '')]).toEqual([key, names(text)])
})

test('no Chinese text is left in English', () => {
  const same = [...english].filter(
    ([key, text]) => chinese.get(key) === text && /[a-z]/i.test(text.replace(/\{\{\w+\}\}/g, '')),
  )
  expect(same.map(([key]) => key)).toEqual(['outbox.channels.webhook'])
})

test('English has the quotes of print, but in what is to be typed as it stands', () => {
  const printed = [...english].map(([, text]) => text.replace(/\{.*\}/g, ''))
  expect(printed.filter((text) => /["']/.test(text))).toEqual([])
})

test('in Chinese, what is drawn is made of one word, and who reads is spoken to by one', () => {
  // Only what leads a newcomer through her first day is made of 步骤.
  expect([...chinese].filter(([, text]) => text.includes('步骤')).map(([key]) => key)).toEqual(['firstSteps.hideText'])
  expect([...chinese].filter(([, text]) => text.includes('您'))).toEqual([])
})

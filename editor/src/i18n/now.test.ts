import { afterEach, expect, test } from 'vitest'
import { noteServerTime, now } from './now.ts'
import { sayAgo } from './say.ts'

afterEach(() => noteServerTime(new Date().toUTCString()))

test('in Chinese a number and the word after it stand apart, as everywhere', () => {
  const nowMs = Date.parse('2026-11-28T12:00:00Z')
  expect(sayAgo('2026-11-28T11:59:18Z', 'zh-CN', nowMs)).toBe('42 秒钟前')
  expect(sayAgo('2026-11-28T11:59:18Z', 'en', nowMs)).toBe('42 seconds ago')
  expect(sayAgo('2026-11-27T12:00:00Z', 'zh-CN', nowMs)).toBe('昨天')
})

test('a clock that is wrong by a year tells ages by the server, one that is right within a minute by itself', () => {
  const yearMs = 365 * 86_400_000
  noteServerTime(new Date(Date.now() - yearMs).toUTCString())
  expect(Math.abs(now() - (Date.now() - yearMs))).toBeLessThan(2_000)
  expect(sayAgo(new Date(Date.now() - yearMs - 300_000).toISOString(), 'en')).toMatch(/^[45] minutes ago$/)
  noteServerTime(new Date(Date.now() - 20_000).toUTCString())
  expect(Math.abs(now() - Date.now())).toBeLessThan(1_000)
  noteServerTime(null)
  noteServerTime('never')
  expect(Math.abs(now() - Date.now())).toBeLessThan(1_000)
})

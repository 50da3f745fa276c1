import { expect, test } from 'vitest'
import { SlowHosts } from './slow-hosts.ts'

test('a host is slow for a minute after it was last seen slow', () => {
  let nowMs = 0
  const slow = new SlowHosts(() => nowMs)
  slow.add('a:80')
  nowMs = 59_000
  expect(slow.has('a:80')).toBe(true)
  expect(slow.has('b:80')).toBe(false)
  slow.add('a:80')
  nowMs = 118_000
  expect(slow.has('a:80')).toBe(true)
  nowMs = 119_001
  expect(slow.has('a:80')).toBe(false)
})

test('of too many hosts those that were slow the longest ago are forgotten', () => {
  const slow = new SlowHosts(() => 0)
  for (let nth = 0; nth <= 1_500; nth++) slow.add(`host${nth}:80`)
  expect(slow.has('host0:80')).toBe(false)
  expect(slow.has('host1500:80')).toBe(true)
  expect(slow.has('host501:80')).toBe(true)
  expect(slow.has('host500:80')).toBe(false)
})

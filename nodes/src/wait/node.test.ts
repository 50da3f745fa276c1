import { expect, test } from 'vitest'
import { mondayMorningMs, visit } from '../sdk/testing.ts'
import { waitDuration } from './node.ts'

const hourMs = 3_600_000

test('a wait of hours ends exactly so many hours after the node was reached', () => {
  const late = visit(waitDuration, { duration: 'PT2H' }, { arrivedMs: mondayMorningMs, nowMs: mondayMorningMs + 5_000 })
  expect(late.enter()).toEqual({ kind: 'wait', untilMs: mondayMorningMs + 2 * hourMs, on: [] })
})

test('a wait of days keeps the time of day when the clocks change', () => {
  const eve = { nowMs: Date.UTC(2026, 2, 7, 14), zone: 'America/New_York' }
  expect(visit(waitDuration, { duration: 'P1D' }, eve).enter()).toMatchObject({ untilMs: eve.nowMs + 23 * hourMs })
})

test('when the time has come the customer goes on', () => {
  expect(visit(waitDuration, { duration: 'PT2H' }).wake({ by: 'time' })).toMatchObject({ outlet: 'next' })
})

test.each(['2 hours', 'P', 'PT', '-PT2H', 'PT1.5H', ''])('“%s” is no duration', (duration) => {
  expect(waitDuration.config.safeParse({ duration }).success).toBe(false)
})

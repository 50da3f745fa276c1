import { describe, expect, test } from 'vitest'
import type { Outcome } from '../sdk/define-node.ts'
import type { JsonObject } from '../sdk/json.ts'
import type { Rule } from '../sdk/rule.ts'
import { mondayMorningMs, visit } from '../sdk/testing.ts'
import { waitUntil } from './node.ts'

const until = (outcome: Outcome): string =>
  outcome.kind === 'wait' ? new Date(outcome.untilMs).toISOString() : outcome.kind
const entering = (config: unknown, attributes: JsonObject = {}, zone = 'Asia/Shanghai'): string =>
  until(visit(waitUntil, config, { customer: { attributes }, zone }).enter())

// It is Monday, 5 January 2026, 09:00 in UTC and 17:00 in Shanghai.
describe('waits', () => {
  test.each([
    ['until a fixed instant', { at: '2026-01-06T00:00:00+08:00' }, '2026-01-05T16:00:00.000Z'],
    ['until a time of day in her zone', { time: '20:00' }, '2026-01-05T12:00:00.000Z'],
    ['until tomorrow, once that time is past', { time: '09:00' }, '2026-01-06T01:00:00.000Z'],
    ['until a weekday', { time: '09:00', weekdays: [6, 7] }, '2026-01-10T01:00:00.000Z'],
    ['until her own date', { attribute: 'renewal' }, '2026-02-09T16:00:00.000Z'],
    ['until three days before it', { attribute: 'renewal', offset: '-P3D' }, '2026-02-06T16:00:00.000Z'],
    ['at a time of that day', { attribute: 'renewal', offset: '-P3D', time: '10:00' }, '2026-02-07T02:00:00.000Z'],
    ['until a date inside an object', { attribute: 'plan.renews', time: '10:00' }, '2026-03-01T02:00:00.000Z'],
  ])('%s', (_name, config, instant) => {
    expect(entering(config, { renewal: '2026-02-10', plan: { renews: '2026-03-01' } })).toBe(instant)
  })
})

describe('goes on at once', () => {
  test.each([
    ['from an instant that is past', { at: '2026-01-05T09:00:00Z' }],
    ['from a date that is past', { attribute: 'renewal' }],
    ['from a date that is no date', { attribute: 'level' }],
    ['without such a date', { attribute: 'birthday' }],
  ])('%s', (_name, config) => {
    expect(entering(config, { renewal: '2025-12-31', level: 'gold' })).toBe('leave')
  })

  test('where it is that time just now', () => {
    expect(entering({ time: '17:00' })).toBe('leave')
  })
})

test('the visit keeps the date that was seen, for it is asked as a rule', () => {
  const asked: Rule[] = []
  const holds = (rule: Rule): boolean => asked.push(rule) > 0
  visit(waitUntil, { attribute: 'renewal' }, { holds }).enter()
  expect(asked).toEqual([{ combinator: 'and', rules: [{ field: 'customer.renewal', operator: 'notNull' }] }])
})

test('a time of day counts from the arrival, not from a later try', () => {
  const late = visit(waitUntil, { time: '18:00' }, { arrivedMs: mondayMorningMs, nowMs: mondayMorningMs + 86_400_000 })
  expect(until(late.enter())).toBe('leave')
})

test('when the instant has come the customer goes on', () => {
  expect(visit(waitUntil, { time: '09:00' }).wake({ by: 'time' })).toMatchObject({ outlet: 'next' })
})

test.each([
  [{}, ['until-when ']],
  [{ weekdays: [1] }, ['until-when ', 'until-weekdays /weekdays']],
  [{ offset: 'P1D' }, ['until-when ', 'until-offset /offset']],
  [{ time: '09:00', offset: 'P1D' }, ['until-offset /offset']],
  [{ attribute: 'renewal', time: '09:00', weekdays: [1] }, ['until-weekdays /weekdays']],
  [
    { at: '2026-01-05T09:00:00Z', time: '09:00', attribute: 'renewal' },
    ['until-either /attribute', 'until-either /time'],
  ],
  [{ time: '09:00', weekdays: [1] }, []],
  [{ attribute: 'renewal', offset: 'P1D', time: '09:00' }, []],
])('the parts of %j have to fit together', (config, found) => {
  expect(waitUntil.validate?.(config, 'en').map(({ code, path }) => `${code} ${path}`)).toEqual(found)
})

test.each([
  { time: '24:00' },
  { time: '9:00' },
  { time: '09:00', weekdays: [0] },
  { time: '09:00', weekdays: [] },
  { at: 'tomorrow' },
  { at: '2026-02-30T00:00:00Z' },
  { at: '2026-01-05T09:00:00' },
])('%j is refused', (config) => {
  expect(waitUntil.config.safeParse(config).success).toBe(false)
})

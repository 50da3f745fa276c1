import { describe, expect, test } from 'vitest'
import { check } from './check.ts'
import type { Evidence, JourneyFile, StoredEnrollment, StoredEvent } from './log.ts'

const file: JourneyFile = {
  name: 'Thanks',
  nodes: [
    { id: 'in', type: 'entry-event', config: { event: 'go' } },
    { id: 'wait', type: 'wait-for-event', config: { branches: [{ id: 'yes', event: 'buy' }], timeout: 'PT5S' } },
    {
      id: 'thanks',
      type: 'send-webhook',
      config: { body: 'thanks {{ customer.id }} for {{ event.id }} after {{ entry.id }}' },
    },
    { id: 'reminder', type: 'send-webhook', config: { body: 'well, {{ customer.id }}?' } },
    { id: 'rest', type: 'wait', config: { duration: 'PT2H' } },
  ],
  edges: [
    { from: 'in', outlet: 'next', to: 'wait' },
    { from: 'wait', outlet: 'yes', to: 'thanks' },
    { from: 'wait', outlet: 'timed-out', to: 'reminder' },
    { from: 'reminder', outlet: 'next', to: 'rest' },
  ],
  settings: { reEntry: { when: 'never' }, goal: { event: 'win' }, exits: [{ event: 'leave' }] },
}

const event = (number: number, customer: string, name: string, receivedMs: number, atMs = receivedMs): StoredEvent => ({
  customer,
  number,
  name,
  properties: { id: `m${number}` },
  messageId: `m${number}`,
  atMs,
  receivedMs,
})
const visit = (
  nth: number,
  node: string,
  outlet: string | null,
  arrivedMs: number,
  leftMs: number,
  state = 'passed',
) => ({
  nth,
  node,
  outlet,
  state,
  arrivedMs,
  leftMs,
})
const enrollment = (
  customer: string,
  message: string,
  enteredMs: number,
  more: Partial<StoredEnrollment>,
): StoredEnrollment => ({
  id: `of-${customer}`,
  journey: 'j',
  customer,
  entryMessage: message,
  state: 'ended',
  reason: 'completed',
  node: 'in',
  enteredMs,
  endedMs: enteredMs,
  goalMs: null,
  visits: [],
  touches: [],
  ...more,
})
const call = (key: string, body: string, atMs: number, took = true) => ({ key, body, atMs, took, refused: false })

/** Ada buys in time and is thanked; Bob is reminded and leaves while he rests; Eve wins, which ends her wait. */
function story(): Evidence {
  const ada = enrollment('ada', 'm1', 0, {
    endedMs: 2_100,
    visits: [visit(1, 'in', 'next', 0, 0), visit(2, 'wait', 'yes', 0, 2_000), visit(3, 'thanks', 'next', 2_000, 2_100)],
    touches: [{ visit: 3, node: 'thanks', state: 'delivered', body: 'thanks ada for m2 after m1' }],
  })
  const bob = enrollment('bob', 'm3', 100, {
    reason: 'exit',
    endedMs: 9_000,
    visits: [
      visit(1, 'in', 'next', 100, 100),
      visit(2, 'wait', 'timed-out', 100, 5_120),
      visit(3, 'reminder', 'next', 5_120, 6_400),
    ],
    touches: [{ visit: 3, node: 'reminder', state: 'delivered', body: 'well, bob?' }],
  })
  const eve = enrollment('eve', 'm5', 200, {
    reason: 'goal',
    endedMs: 1_000,
    goalMs: 1_000,
    visits: [visit(1, 'in', 'next', 200, 200)],
  })
  const events = [
    event(1, 'ada', 'go', 0),
    event(2, 'ada', 'buy', 2_000),
    event(3, 'bob', 'go', 100),
    event(4, 'bob', 'leave', 9_000),
    event(5, 'eve', 'go', 200),
    event(6, 'eve', 'win', 1_000),
  ]
  return {
    journeys: [
      {
        id: 'j',
        file,
        counts: {
          entered: 3,
          active: 0,
          ended: { completed: 1, exit: 1, goal: 1 },
          nodes: {
            in: { passed: 3, failed: 0, blocked: 0, here: 0, outlets: { next: 3 } },
            wait: { passed: 2, failed: 0, blocked: 0, here: 0, outlets: { yes: 1, 'timed-out': 1 } },
            thanks: { passed: 1, failed: 0, blocked: 0, here: 0, outlets: { next: 1 } },
          },
        },
      },
    ],
    acknowledged: new Map(events.map(({ messageId, receivedMs }) => [messageId, receivedMs + 10])),
    events,
    enrollments: [ada, bob, eve],
    calls: [
      call('of-ada.3', 'thanks ada for m2 after m1', 2_050),
      call('of-bob.3', 'well, bob?', 5_200, false),
      call('of-bob.3', 'well, bob?', 6_300),
    ],
    secret: Buffer.from('secret'),
    downtimes: [],
  }
}

function broken(by: (evidence: Evidence, people: Record<'ada' | 'bob' | 'eve', StoredEnrollment>) => void): string {
  const evidence = story()
  const [ada, bob, eve] = evidence.enrollments
  if (!ada || !bob || !eve) throw new Error('nobody is there')
  by(evidence, { ada, bob, eve })
  return check(evidence).differences.join('\n')
}

test('finds nothing where everything went as it had to', () => {
  const { differences, open } = check(story())
  expect(differences).toEqual([])
  expect(open).toEqual({ ties: 0, cuts: 0 })
})

describe('finds', () => {
  test.each<[string, string, Parameters<typeof broken>[0]]>([
    ['an event that was lost', 'm6 was acknowledged, and is not there', ({ events }) => void events.pop()],
    [
      'an event that is there twice',
      'm4 is there 2 times',
      ({ events }) => void events.push(event(4, 'bob', 'leave', 9_000)),
    ],
    [
      'an event that nobody sent',
      'm9 is there, and nobody sent it',
      ({ events }) => void events.push(event(9, 'ada', 'x', 1)),
    ],
    ['who did not enter', 'did not enter', ({ enrollments }) => void enrollments.pop()],
    [
      'who entered again',
      'm7 of ada entered Thanks',
      (evidence) => {
        evidence.events.push(event(7, 'ada', 'go', 3_000))
        evidence.enrollments.push(enrollment('ada', 'm7', 3_000, { id: 'again' }))
      },
    ],
    [
      'who never ended',
      'never ended',
      (_, { bob }) => Object.assign(bob, { state: 'waiting', reason: null, endedMs: null }),
    ],
    [
      'who left a wait too early',
      'before it was due',
      (_, { bob }) => Object.assign(bob.visits[1] ?? {}, { leftMs: 4_000 }),
    ],
    [
      'who was not heard',
      'had come for yes',
      (_, { ada }) => Object.assign(ada.visits[1] ?? {}, { outlet: 'timed-out', leftMs: 5_100 }),
    ],
    [
      'who left by what never happened',
      'which nothing that she did leads to',
      (_, { bob }) => Object.assign(bob.visits[1] ?? {}, { outlet: 'yes' }),
    ],
    [
      'whose goal was ignored',
      'though its goal had been reached',
      (_, { eve }) => {
        eve.visits.push(visit(2, 'wait', 'timed-out', 200, 5_300))
      },
    ],
    [
      'who went on after an exit',
      'after leave (4) had ended it',
      ({ events }, { bob }) => {
        bob.visits[2] = visit(3, 'reminder', 'next', 5_120, 9_500)
        events[3] = event(4, 'bob', 'leave', 9_000)
      },
    ],
    ['who ended otherwise', 'ended as goal', (_, { bob }) => Object.assign(bob, { reason: 'goal' })],
    [
      'who rested for ever',
      'while nothing was broken',
      ({ events }, { bob }) => {
        Object.assign(bob.visits[1] ?? {}, { leftMs: 300_000 })
        events[3] = event(4, 'bob', 'leave', 301_000)
      },
    ],
    ['a visit that is missing', 'visit 2 is of thanks', (_, { ada }) => void ada.visits.splice(1, 1)],
    ['a touch that was never taken', 'was never taken by the sink', ({ calls }) => void calls.shift()],
    [
      'a touch under a key of nobody',
      'which no visit has',
      ({ calls }) => void calls.push(call('of-ada.9', '', 3_000)),
    ],
    [
      'a touch in other words',
      'the sink heard «what»',
      ({ calls }) => void calls.push(call('of-ada.3', 'what', 3_000)),
    ],
    [
      'a touch with the wrong event at hand',
      'holds «thanks ada for m1',
      (_, { ada }) => {
        Object.assign(ada.touches[0] ?? {}, { body: 'thanks ada for m1 after m1' })
      },
    ],
    [
      'a touch that is called blocked though it went',
      'which is called blocked',
      ({ events }, { bob }) => {
        bob.visits[2] = visit(3, 'reminder', null, 5_120, 6_450, 'blocked')
        Object.assign(bob.touches[0] ?? {}, { state: 'blocked' })
        Object.assign(bob, { endedMs: 6_400 })
        events[3] = event(4, 'bob', 'leave', 6_400)
      },
    ],
    [
      'a touch long after the end',
      'after its end',
      (evidence, { bob }) => {
        bob.visits[2] = visit(3, 'reminder', null, 5_120, 9_100)
        evidence.events[3] = event(4, 'bob', 'leave', 6_400)
        evidence.acknowledged = new Map([...evidence.acknowledged, ['m4', 6_410]])
        Object.assign(bob, { endedMs: 6_400 })
        evidence.calls.push(call('of-bob.3', 'well, bob?', 9_050))
      },
    ],
    [
      'counts that disagree',
      'counts 4 entered',
      ({ journeys }) => Object.assign(journeys[0]?.counts ?? {}, { entered: 4 }),
    ],
    [
      'outlets that disagree',
      'left wait by yes',
      ({ journeys }) => {
        Object.assign(journeys[0]?.counts.nodes.wait?.outlets ?? {}, { yes: 2 })
      },
    ],
  ])('%s', (_name, words, by) => {
    expect(broken(by)).toContain(words)
  })
})

describe('leaves open', () => {
  test('who was first, where an event came in the very millisecond of the timeout', () => {
    const evidence = story()
    evidence.events.push(event(7, 'bob', 'buy', 5_120, 5_000))
    evidence.acknowledged = new Map([...evidence.acknowledged, ['m7', 5_130]])
    expect(check(evidence)).toMatchObject({ differences: [], open: { ties: 1, cuts: 0 } })
  })

  test('how late a thing was while something was broken', () => {
    const evidence = story()
    evidence.downtimes.push({ fromMs: 5_000, untilMs: 95_000 })
    const bob = evidence.enrollments[1]
    if (!bob) throw new Error('Bob is not there')
    bob.visits = [
      visit(1, 'in', 'next', 100, 100),
      visit(2, 'wait', 'timed-out', 100, 100_000),
      visit(3, 'reminder', 'next', 100_000, 100_100),
    ]
    evidence.events[3] = event(4, 'bob', 'leave', 101_000)
    bob.endedMs = 101_000
    expect(check(evidence)).toMatchObject({ differences: [], longestStall: { ms: 5_000, enrollment: 'of-bob' } })
  })
})

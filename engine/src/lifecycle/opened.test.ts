import { afterAll, beforeAll, expect, test } from 'vitest'
import { eraseCustomer } from '../changes/erase.ts'
import { listEnrollments } from '../reads/enrollments.ts'
import { readTouch } from '../reads/touches.ts'
import { identify, inARow } from '../testing/engine.ts'
import { type StepBench, stepBench } from '../testing/steps.ts'
import { rollUpCounts } from '../upkeep/roll-up.ts'
import { countJourney } from './counts.ts'
import { recordOpened } from './opened.ts'
import { readWorkspace, writeWorkspace } from './workspaces.ts'

let wend: StepBench
beforeAll(async () => {
  wend = await stepBench()
})
afterAll(() => wend.drop())

const asks = (id: string, value: string) => ({
  id,
  type: 'branch',
  config: {
    branches: [
      { id: 'so', name: 'So', when: { combinator: 'and', rules: [{ field: 'touch.mail', operator: '=', value }] } },
    ],
  },
})
const mail = { id: 'mail', type: 'send-email', config: { subject: 'Hello', body: '<p>Hello</p>' } }
/** Is sent a mail, waits for a day, and is asked what it has come to. */
const followed = inARow(
  'Followed',
  [
    { id: 'in', type: 'entry-event', config: { event: 'go' } },
    mail,
    { id: 'day', type: 'wait', config: { duration: 'P1D' } },
    asks('arrived', 'delivered'),
    asks('opened', 'opened'),
    asks('clicked', 'clicked'),
  ],
  {
    edges: ['in:next:mail', 'mail:next:day', 'day:next:arrived', 'arrived:so:opened', 'opened:so:clicked'].map(
      (edge) => {
        const [from = '', outlet = '', to = ''] = edge.split(':')
        return { from, outlet, to }
      },
    ),
  },
)

let nth = 0
async function mailed(journey: string) {
  const user = `user-${++nth}`
  await wend.send(identify(user, { email: `${user}@example.com` }))
  const enrollment = await wend.enter(journey, user, 'go')
  await wend.run(enrollment, { untilRest: true })
  return { user, enrollment, touch: { workspace: wend.workspace, enrollment, visit: 2 } }
}
const numbers = async (journey: string) => {
  const { nodes } = await countJourney(wend.engine, wend.workspace, journey)
  return { opened: nodes.mail?.opened, clicked: nodes.mail?.clicked }
}

test('of all opens and clicks of a message the first of each is kept and counted, however many come at once', async () => {
  const journey = await wend.publish(followed)
  const { enrollment, touch } = await mailed(journey)
  await mailed(journey)
  await Promise.all(
    Array.from({ length: 40 }, (_, at) => recordOpened(wend.engine, touch, at % 3 === 0 ? 'clicked' : 'opened')),
  )
  expect(await numbers(journey)).toEqual({ opened: 1, clicked: 1 })
  const first = await readTouch(wend.engine, wend.workspace, `${enrollment}.2`)
  expect(first).toMatchObject({ state: 'delivered', openedAt: expect.any(Date), clickedAt: expect.any(Date) })

  await rollUpCounts(wend.engine)
  for (const how of ['opened', 'clicked'] as const) await recordOpened(wend.engine, touch, how)
  expect(await numbers(journey)).toEqual({ opened: 1, clicked: 1 })
  expect(await readTouch(wend.engine, wend.workspace, `${enrollment}.2`)).toEqual(first)

  // Behind each number stand those who make it up.
  for (const [state, count] of [
    ['opened', 1],
    ['clicked', 1],
    ['delivered', 2],
  ] as const) {
    const { items } = await listEnrollments(wend.engine, wend.workspace, journey, { node: 'mail', state, limit: 10 })
    expect([state, items.length]).toEqual([state, count])
  }
})

test('whoever follows a link has opened the message, also where its image was never asked for', async () => {
  const journey = await wend.publish(followed)
  const { touch } = await mailed(journey)
  await recordOpened(wend.engine, touch, 'clicked')
  await recordOpened(wend.engine, touch, 'opened')
  expect(await numbers(journey)).toEqual({ opened: 1, clicked: 1 })
})

test('a rule finds a touch delivered, opened and clicked as far as it came, and delivered still once it was opened', async () => {
  const journey = await wend.publish(followed)
  const ways: Record<string, string[]> = {}
  for (const how of ['ignored', 'opened', 'clicked'] as const) {
    const { enrollment, touch } = await mailed(journey)
    if (how !== 'ignored') await recordOpened(wend.engine, touch, how)
    await wend.passTime(enrollment)
    await wend.run(enrollment)
    ways[how] = (await wend.trail(enrollment)).visits.slice(3)
  }
  expect(ways).toEqual({
    ignored: ['arrived → so', 'opened → else'],
    opened: ['arrived → so', 'opened → so', 'clicked → else'],
    clicked: ['arrived → so', 'opened → so', 'clicked → so'],
  })
})

test('a message that nobody knew to have arrived has arrived once it is opened', async () => {
  const journey = await wend.publish(followed)
  const { enrollment, touch } = await mailed(journey)
  await wend.pool.query(`UPDATE touch SET state = 'in-doubt' WHERE enrollment = $1`, [enrollment])
  await recordOpened(wend.engine, touch, 'opened')
  await wend.passTime(enrollment)
  await wend.run(enrollment)
  expect((await wend.trail(enrollment)).visits.slice(3)).toEqual(['arrived → so', 'opened → so', 'clicked → else'])
})

test('of who was erased nothing is recorded, nor where the workspace wants to know no more', async () => {
  const journey = await wend.publish(followed)
  const [gone, kept] = [await mailed(journey), await mailed(journey)]
  await eraseCustomer(wend.engine, wend.workspace, gone.user, 'test')
  await recordOpened(wend.engine, gone.touch, 'clicked')
  expect(await numbers(journey)).toEqual({ opened: 0, clicked: 0 })

  const settings = await readWorkspace(wend.engine, wend.workspace)
  await writeWorkspace(wend.engine, wend.workspace, { ...settings, trackOpensAndClicks: false })
  await recordOpened(wend.engine, kept.touch, 'clicked')
  expect(await numbers(journey)).toEqual({ opened: 0, clicked: 0 })
  await writeWorkspace(wend.engine, wend.workspace, settings)
  await recordOpened(wend.engine, kept.touch, 'opened')
  expect(await numbers(journey)).toEqual({ opened: 1, clicked: 0 })
})

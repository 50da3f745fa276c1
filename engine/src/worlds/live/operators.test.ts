import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { countJourney } from '../../lifecycle/counts.ts'
import { pauseJourney, resumeJourney, stopJourney } from '../../lifecycle/transitions.ts'
import { inARow } from '../../testing/engine.ts'
import { startSink } from '../../testing/sink.ts'
import { type StepBench, stepBench } from '../../testing/steps.ts'
import { endCut } from '../../upkeep/end-cut.ts'
import { keepHouse } from '../../upkeep/forget.ts'
import { releaseHeld } from '../../upkeep/release-held.ts'
import { rollUpCounts } from '../../upkeep/roll-up.ts'

let sink: Awaited<ReturnType<typeof startSink>>
let wend: StepBench
beforeAll(async () => {
  sink = await startSink()
  wend = await stepBench({ allowHosts: sink.host })
})
afterAll(async () => {
  await wend.drop()
  await sink.close()
})
beforeEach(() => {
  sink.received.length = 0
  sink.behaviour.answer = (_request, response) => void response.end('{}')
})

const hook = (id: string, path = id) => ({
  id,
  type: 'send-webhook',
  config: { url: `${sink.url}/${path}`, method: 'POST' },
})
const pause = { id: 'pause', type: 'wait', config: { duration: 'PT1H' } }
const drawn = (event: string, nodes: Parameters<typeof inARow>[1], more: Parameters<typeof inARow>[2] = {}) =>
  inARow('Operated', [{ id: 'in', type: 'entry-event', config: { event } }, ...nodes], more)
let nth = 0
async function live(nodes: Parameters<typeof inARow>[1], more: Parameters<typeof inARow>[2] = {}) {
  const event = `go-${++nth}`
  const journey = await wend.publish(drawn(event, nodes, more))
  const at = [wend.engine, wend.workspace, journey] as const
  return {
    event,
    journey,
    enter: (user: string) => wend.enter(journey, `${user}-${event}`, event),
    who: (user: string) => `${user}-${event}`,
    pause: (mode: 'hold' | 'discard' = 'hold') => pauseJourney(...at, mode),
    resume: () => resumeJourney(...at),
    stop: () => stopJourney(...at),
    counts: () => countJourney(...at),
  }
}
const paths = () => sink.received.map(({ path }) => path)

describe('a paused journey', () => {
  test('holds touches and events of its own, lets waits tick and attributes be set, and goes on after it', async () => {
    const journey = await live([
      pause,
      { id: 'set', type: 'set-attributes', config: { attributes: { seen: true } } },
      { id: 'track', type: 'track-event', config: { event: 'tracked' } },
      hook('hook'),
    ])
    const id = await journey.enter('ada')
    await journey.pause()
    await wend.passTime(id)
    expect(await wend.step(id)).toMatchObject({ kind: 'rest' })
    expect(await wend.trail(id)).toMatchObject({
      state: 'held',
      node: 'track',
      visits: ['in → next', 'pause → next', 'set → next'],
    })
    expect(await wend.attributes(journey.who('ada'))).toEqual({ seen: true })
    expect(await wend.step(id)).toMatchObject({ kind: 'rest' })
    await journey.resume()
    await wend.run(id)
    expect(paths()).toEqual(['/hook'])
    expect((await wend.trail(id)).visits).toEqual([
      'in → next',
      'pause → next',
      'set → next',
      'track → next',
      'hook → next',
    ])
  })

  test('past maxHold lets each leave by blocked, or by next where that is not drawn, and says so of the touch', async () => {
    const journey = await live(
      [
        { id: 'track', type: 'track-event', config: { event: 'tracked' } },
        hook('hook'),
        { id: 'set', type: 'set-attributes', config: { attributes: { after: true } } },
      ],
      { settings: { maxHold: 'PT2H' } },
    )
    await journey.pause().then(journey.resume)
    const id = await journey.enter('ada')
    await journey.pause()
    await wend.step(id)
    expect(await wend.dueInMs(id)).toBeGreaterThan(7_190_000)
    await wend.passTime(id)
    await wend.step(id)
    expect(await wend.trail(id)).toMatchObject({ state: 'held', node: 'hook' })
    await wend.run(id)
    expect(await wend.trail(id)).toMatchObject({
      visits: [
        'in → next',
        'track → next (blocked held-too-long)',
        'hook → next (blocked held-too-long)',
        'set → next',
      ],
      touches: ['hook: blocked (held-too-long)'],
    })
    expect(paths()).toEqual([])
  })

  test('refuses entries; exits and goals apply, also to who is held', async () => {
    const journey = await live([hook('hook')], {
      settings: { exits: [{ event: 'closed' }], goal: { event: 'bought' } },
    })
    const [leaves, buys] = [await journey.enter('leaves'), await journey.enter('buys')]
    await journey.pause()
    for (const id of [leaves, buys]) await wend.step(id)
    await expect(journey.enter('late')).rejects.toThrow('did not enter')
    await wend.track(journey.who('leaves'), 'closed')
    await wend.track(journey.who('buys'), 'bought')
    await journey.resume()
    for (const id of [leaves, buys]) await wend.run(id)
    expect([(await wend.trail(leaves)).reason, (await wend.trail(buys)).reason]).toEqual(['exit', 'goal'])
    expect(paths()).toEqual([])
  })

  test('between two attempts holds the touch, and makes the next attempt after it', async () => {
    sink.behaviour.answer = (_request, response) => void response.writeHead(503).end()
    const journey = await live([hook('hook')])
    const id = await journey.enter('ada')
    await wend.step(id)
    await journey.pause()
    await wend.passTime(id)
    await wend.step(id)
    expect(sink.received).toHaveLength(1)
    sink.behaviour.answer = (_request, response) => void response.end('{}')
    await journey.resume()
    await wend.run(id)
    expect(await wend.trail(id)).toMatchObject({ touches: ['hook: delivered'], attempts: [2] })
  })

  test('that meets a goal between two attempts ends her at once, as it would at the next look', async () => {
    sink.behaviour.answer = (_request, response) => void response.writeHead(503).end()
    const journey = await live([hook('hook')], { settings: { goal: { event: 'paid' } } })
    const id = await journey.enter('ada')
    await wend.step(id)
    await wend.track(journey.who('ada'), 'paid')
    await journey.pause()
    await wend.passTime(id)
    expect(await wend.step(id)).toEqual({ kind: 'end' })
    expect(await wend.trail(id)).toMatchObject({ reason: 'goal', touches: ['hook: blocked (goal)'] })
    expect(sink.received).toHaveLength(1)
  })

  test('resumed lets go as many a second as it may, however many workers look and however often', async () => {
    const journey = await live([hook('hook')])
    const ids: string[] = []
    for (let user = 0; user < 12; user++) ids.push(await journey.enter(`u${user}`))
    await journey.pause()
    for (const id of ids) await wend.step(id)
    const release = () => releaseHeld(wend.engine)
    const threeAtOnce = async () => (await Promise.all([release(), release(), release()])).reduce((sum, n) => sum + n)
    const rewind = (interval: string) =>
      wend.pool.query('UPDATE journey SET released_at = released_at - $2::interval WHERE id = $1', [
        journey.journey,
        interval,
      ])
    expect(await release()).toBe(0)
    await wend.pool.query('UPDATE journey SET release_per_second = 3 WHERE id = $1', [journey.journey])
    await journey.resume()
    wend.rung.length = 0
    const beganMs = Date.now()
    let gone = 0
    /** Looks four times. `least` go, and no more but for the time that the machine takes for it. */
    const look = async (least: number): Promise<void> => {
      gone += (await threeAtOnce()) + (await release())
      expect(gone).toBeGreaterThanOrEqual(least)
      expect(gone).toBeLessThanOrEqual(least + Math.floor((3 * (Date.now() - beganMs)) / 1000))
    }
    await look(3)
    // A third of a second later there is room for one more; a minute later for no more than a second's.
    await rewind('0.34 second')
    await look(4)
    await rewind('1 minute')
    await look(7)
    while (gone < ids.length) {
      await rewind('1 minute')
      gone += await release()
    }
    await rewind('1 minute')
    expect(await release()).toBe(0)
    expect(wend.rung.map(({ enrollment }) => enrollment).sort()).toEqual([...ids].sort())
    for (const id of ids) await wend.run(id)
    expect(paths()).toHaveLength(12)
  })

  test('may be emptied: everybody inside leaves as discarded', async () => {
    const journey = await live([pause, hook('hook')])
    const id = await journey.enter('ada')
    await journey.pause('discard')
    expect((await journey.counts()).ended.discarded).toBe(1)
    await wend.run(id)
    expect(await wend.trail(id)).toMatchObject({ reason: 'discarded' })
    expect(paths()).toEqual([])
  })
})

describe('a stopped journey', () => {
  test('ends everybody by one row: counts follow at once, rows and workflows behind it, and each is counted once', async () => {
    const journey = await live([pause, hook('hook')])
    const ids = await Promise.all(['a', 'b', 'c'].map((user) => journey.enter(user)))
    await journey.stop()
    const at = { entered: 3, active: 0 }
    expect(await journey.counts()).toMatchObject({ ...at, ended: { stopped: 3 }, nodes: { pause: { here: 0 } } })
    wend.rung.length = 0
    expect(await endCut(wend.engine)).toBe(3)
    expect(await endCut(wend.engine)).toBe(0)
    expect(wend.rung.map(({ enrollment }) => enrollment).sort()).toEqual([...ids].sort())
    for (const id of ids) expect(await wend.step(id)).toEqual({ kind: 'end' })
    for (const id of ids) expect(await wend.trail(id)).toMatchObject({ state: 'ended', reason: 'stopped' })
    await rollUpCounts(wend.engine)
    expect(await journey.counts()).toMatchObject({ ...at, ended: { stopped: 3 } })
    await endCut(wend.engine)
    const { rows } = await wend.pool.query('SELECT FROM journey_cut WHERE journey = $1 AND done_at IS NOT NULL', [
      journey.journey,
    ])
    expect(rows).toHaveLength(1)
  })

  test('begins no touch later than a second after the answer, also where the look before the call is old', async () => {
    const journey = await live([hook('first'), hook('second'), hook('third')])
    const ids = await Promise.all(Array.from({ length: 8 }, (_, at) => journey.enter(`u${at}`)))
    let release = (): void => {}
    const stopped = new Promise<void>((resolve) => {
      release = resolve
    })
    // The first to be answered is asked for its second touch while others are still between the two.
    sink.behaviour.answer = ({ path }, response) =>
      void (path === '/second' ? stopped : sleep(150 * Math.random())).then(() => response.end('{}'))
    const running = ids.map((id) => wend.run(id))
    await expect.poll(paths, { timeout: 20_000 }).toContain('/second')
    await journey.stop()
    const stoppedMs = Date.now()
    release()
    await Promise.all(running)
    expect(Math.max(...sink.received.map(({ atMs }) => atMs)) - stoppedMs).toBeLessThan(1_000)
    expect(paths()).not.toContain('/third')
  })

  test('and published again takes newcomers; who was inside stays ended', async () => {
    const journey = await live([pause, hook('hook')])
    const old = await journey.enter('old')
    await journey.stop()
    await wend.publishAgain(journey.journey)
    const fresh = await journey.enter('fresh')
    await wend.run(fresh)
    await wend.run(old)
    expect([(await wend.trail(old)).reason, (await wend.trail(fresh)).reason]).toEqual(['stopped', 'completed'])
    expect(paths()).toEqual(['/hook'])
    expect((await journey.counts()).ended).toMatchObject({ stopped: 1, completed: 1 })
  })
})

test('customers of an earlier version finish on it, new ones take the new one', async () => {
  const journey = await live([pause, hook('hook', 'v1')])
  const first = await journey.enter('first')
  await wend.publishAgain(journey.journey, drawn(journey.event, [pause, hook('hook', 'v2')]))
  const second = await journey.enter('second')
  await wend.run(first)
  await wend.run(second)
  expect(paths()).toEqual(['/v1', '/v2'])
})

test('a goal is listened for until its time is over, and then forgotten for who has ended', async () => {
  const journey = await live([hook('hook')], { settings: { goal: { event: 'bought' } } })
  const id = await journey.enter('ada')
  await wend.run(id)
  const watches = () => wend.pool.query('SELECT FROM watch WHERE enrollment = $1', [id])
  await keepHouse(wend.engine)
  expect((await watches()).rowCount).toBe(1)
  await wend.pool.query(`UPDATE watch SET expires_at = now() - interval '1 s' WHERE enrollment = $1`, [id])
  await keepHouse(wend.engine)
  expect((await watches()).rowCount).toBe(0)
})

import { once } from 'node:events'
import { createServer } from 'node:net'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { countJourney } from '../../lifecycle/counts.ts'
import { pauseJourney, resumeJourney, stopJourney } from '../../lifecycle/transitions.ts'
import { identify, inARow } from '../../testing/engine.ts'
import { startSink } from '../../testing/sink.ts'
import { type StepBench, stepBench } from '../../testing/steps.ts'

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

const entry = (event = 'go') => ({ id: 'in', type: 'entry-event', config: { event } })
const hook = (id: string, more = {}) => ({
  id,
  type: 'send-webhook',
  config: { url: `${sink.url}/${id}`, method: 'POST', ...more },
})
const mail = (id: string) => ({ id, type: 'send-email', config: { subject: 'Hello', body: '<p>Hello</p>' } })
const answering = (status: number, headers: Record<string, string> = {}) => {
  sink.behaviour.answer = (_request, response) => void response.writeHead(status, headers).end('{}')
}
let nth = 0
/** Publishes these nodes behind an entry, and lets one user in. */
async function inside(nodes: Parameters<typeof inARow>[1], more: Parameters<typeof inARow>[2] = {}) {
  const event = `go-${++nth}`
  const user = `user-${nth}`
  const journey = await wend.publish(inARow('Touches', [entry(event), ...nodes], more))
  await wend.send(identify(user, { email: 'ada@example.com', plan: 'free' }))
  return { journey, user, id: await wend.enter(journey, user, event) }
}

describe('a provider that fails for now', () => {
  test('is tried after 0, 1, 5, 25 s, 2, 10 and 60 minutes, ± 20 %, with one key, then given up', async () => {
    answering(503)
    const { id } = await inside([hook('hook'), hook('after')], {
      edges: [
        { from: 'in', outlet: 'next', to: 'hook' },
        { from: 'hook', outlet: 'failed', to: 'after' },
      ],
    })
    const delays: number[] = []
    for (let attempt = 1; attempt <= 6; attempt++) {
      expect(await wend.step(id)).toMatchObject({ kind: 'rest' })
      delays.push(await wend.dueInMs(id))
      expect((await wend.trail(id)).touches).toEqual(['hook: retrying (http-503)'])
      await wend.passTime(id)
    }
    for (const [at, wanted] of [1_000, 5_000, 25_000, 120_000, 600_000, 3_600_000].entries()) {
      expect(delays[at]).toBeGreaterThan(wanted * 0.8 - 500)
      expect(delays[at]).toBeLessThanOrEqual(wanted * 1.2)
    }
    expect(sink.received).toHaveLength(6)
    await wend.step(id)
    const trail = await wend.trail(id)
    expect(trail.attempts[0]).toBe(7)
    expect(trail.visits).toContain('hook → failed (failed http-503)')
    expect(new Set(sink.received.filter(({ path }) => path === '/hook').map(({ key }) => key)).size).toBe(1)
  })

  test('by being slow is cut off after two seconds and asked again at once on the delivery queue, as the same attempt', async () => {
    sink.behaviour.answer = (_request, response) => void setTimeout(() => response.end('{}'), 2_500)
    const { id } = await inside([hook('slow')])
    expect(await wend.step(id)).toEqual({ kind: 'step' })
    expect(await wend.step(id)).toEqual({ kind: 'end' })
    const { touches, attempts } = await wend.trail(id)
    expect({ touches, attempts }).toEqual({ touches: ['slow: delivered'], attempts: [1] })
    expect(new Set(sink.received.map(({ key }) => key)).size).toBe(1)
  })

  test('and says when to come back is obeyed up to an hour', async () => {
    answering(429, { 'retry-after': '90' })
    const { id } = await inside([hook('hook')])
    await wend.step(id)
    expect(await wend.dueInMs(id)).toBeGreaterThan(88_000)
    answering(503, { 'retry-after': '86400' })
    await wend.passTime(id)
    await wend.step(id)
    expect(await wend.dueInMs(id)).toBeLessThanOrEqual(3_600_000)
    expect(await wend.dueInMs(id)).toBeGreaterThan(3_590_000)
  })

  test('then answers has made one delivery, at its second attempt', async () => {
    answering(500)
    const { id } = await inside([hook('hook', { saveAs: 'answer' })])
    await wend.step(id)
    sink.behaviour.answer = (_request, response) =>
      void response.writeHead(200, { 'content-type': 'application/json' }).end('{"points":7}')
    await wend.run(id)
    expect(await wend.trail(id)).toMatchObject({
      state: 'ended',
      visits: ['in → next', 'hook → next'],
      touches: ['hook: delivered'],
      attempts: [2],
    })
    expect((await wend.attributes(`user-${nth}`)).answer).toEqual({ points: 7 })
  })
})

describe('a touch that may not go', () => {
  test('given up at once by a 4xx leaves by failed, or by next where failed is not drawn, and stays failed', async () => {
    answering(400)
    const plain = await inside([hook('hook'), hook('after'), { id: 'end', type: 'exit', config: {} }])
    await wend.step(plain.id)
    expect((await wend.trail(plain.id)).visits).toEqual([
      'in → next',
      'hook → next (failed http-400)',
      'after → next (failed http-400)',
      'end',
    ])
    expect((await wend.trail(plain.id)).touches).toEqual(['hook: failed (http-400)', 'after: failed (http-400)'])
  })

  test('without an address leaves by blocked, or by next where blocked is not drawn', async () => {
    const { id, user } = await inside([mail('mail'), hook('after')])
    await wend.send(identify(user, { email: null }))
    await wend.run(id)
    expect(await wend.trail(id)).toMatchObject({
      visits: ['in → next', 'mail → next (blocked no-address)', 'after → next'],
      touches: ['mail: blocked (no-address)', 'after: delivered'],
    })
    const drawn = await inside([mail('mail'), hook('after')], {
      edges: [
        { from: 'in', outlet: 'next', to: 'mail' },
        { from: 'mail', outlet: 'blocked', to: 'after' },
      ],
    })
    await wend.send(identify(drawn.user, { email: null }))
    await wend.run(drawn.id)
    expect((await wend.trail(drawn.id)).visits).toEqual([
      'in → next',
      'mail → blocked (blocked no-address)',
      'after → next',
    ])
  })

  test('because she unsubscribed is blocked, also between two attempts', async () => {
    const { id } = await inside([mail('mail')])
    await refuse(id, 'email')
    await wend.run(id)
    expect((await wend.trail(id)).touches).toEqual(['mail: blocked (unsubscribed)'])

    answering(503)
    const between = await inside([hook('hook')])
    await wend.step(between.id)
    await refuse(between.id, 'webhook')
    await wend.run(between.id)
    expect((await wend.trail(between.id)).touches).toEqual(['hook: blocked (unsubscribed)'])
    expect(sink.received).toHaveLength(1)
  })

  const refuse = (id: string, channel: string) =>
    wend.pool.query(
      `INSERT INTO consent (workspace, customer, channel, allowed, source)
     SELECT workspace, customer, $2, false, 'test' FROM enrollment WHERE id = $1`,
      [id, channel],
    )
})

describe('a journey that is stopped', () => {
  test('while a touch is under way begins no further one: the touch keeps its outcome, the customer ends', async () => {
    const { id, journey } = await inside([hook('first'), hook('second')])
    sink.behaviour.answer = async ({ path }, response) => {
      if (path === '/first') await stopJourney(wend.engine, wend.workspace, journey)
      response.end('{}')
    }
    await wend.run(id)
    expect(sink.received.map(({ path }) => path)).toEqual(['/first'])
    expect(await wend.trail(id)).toMatchObject({
      state: 'ended',
      reason: 'stopped',
      touches: ['first: delivered'],
      visits: ['in → next', 'first'],
    })
  })

  test('between two attempts makes no further one', async () => {
    answering(503)
    const { id, journey } = await inside([hook('hook')])
    await wend.step(id)
    await stopJourney(wend.engine, wend.workspace, journey)
    await wend.run(id)
    expect(sink.received).toHaveLength(1)
    expect(await wend.trail(id)).toMatchObject({
      state: 'ended',
      reason: 'stopped',
      touches: ['hook: blocked (stopped)'],
      visits: ['in → next', 'hook (blocked stopped)'],
    })
  })
})

describe('a customer who leaves', () => {
  test('while a touch is under way: it keeps its outcome, and nothing follows', async () => {
    const { id, user } = await inside([hook('first'), hook('second')], { settings: { exits: [{ event: 'closed' }] } })
    sink.behaviour.answer = async (_request, response) => {
      await wend.track(user, 'closed')
      response.end('{}')
    }
    await wend.run(id)
    expect(sink.received.map(({ path }) => path)).toEqual(['/first'])
    expect(await wend.trail(id)).toMatchObject({
      state: 'ended',
      reason: 'exit',
      note: 'closed',
      touches: ['first: delivered'],
      visits: ['in → next', 'first'],
    })
  })

  test('between two attempts is not called again', async () => {
    answering(503)
    const { id, user } = await inside([hook('hook')], { settings: { exits: [{ event: 'closed' }] } })
    await wend.step(id)
    await wend.track(user, 'closed')
    await wend.run(id)
    expect(sink.received).toHaveLength(1)
    expect(await wend.trail(id)).toMatchObject({ reason: 'exit', touches: ['hook: blocked (exit)'] })
  })

  test('is in doubt where one of them may have arrived, whatever came of those after it', async () => {
    sink.behaviour.answer = (_request, response) => void response.destroy()
    const { id, user } = await inside([hook('hook')], { settings: { exits: [{ event: 'closed' }] } })
    await wend.step(id)
    answering(503)
    await wend.passTime(id)
    await wend.step(id)
    await wend.track(user, 'closed')
    await wend.run(id)
    expect(sink.received).toHaveLength(2)
    expect(await wend.trail(id)).toMatchObject({ reason: 'exit', touches: ['hook: in-doubt (exit)'] })
  })
})

describe('an attempt that died with its worker', () => {
  /** As a worker leaves it that died after it had told Postgres that it sends. */
  const die = (id: string) =>
    wend.pool.query(
      `UPDATE touch SET state = 'sending', attempts = attempts + 1, lease_until = clock_timestamp() WHERE enrollment = $1`,
      [id],
    )

  test('is made again under the same key where keys are honoured', async () => {
    answering(503)
    const { id } = await inside([hook('hook')])
    await wend.step(id)
    await die(id)
    answering(200)
    await wend.run(id)
    expect(new Set(sink.received.map(({ key }) => key)).size).toBe(1)
    expect(await wend.trail(id)).toMatchObject({ touches: ['hook: delivered'], attempts: [3] })
  })

  test('stays in doubt when the one after it is refused for now and she leaves', async () => {
    answering(503)
    const { id, user } = await inside([hook('hook')], { settings: { exits: [{ event: 'closed' }] } })
    await wend.step(id)
    await die(id)
    await wend.step(id)
    expect(await wend.trail(id)).toMatchObject({ touches: ['hook: retrying (http-503)'] })
    await wend.track(user, 'closed')
    await wend.run(id)
    expect(await wend.trail(id)).toMatchObject({ touches: ['hook: in-doubt (exit)'] })
  })

  test('and is met before its lease ends is left alone until then', async () => {
    answering(503)
    const { id } = await inside([hook('hook')])
    await wend.step(id)
    await wend.pool.query(
      `UPDATE touch SET state = 'sending', attempts = 2, lease_until = clock_timestamp() + interval '9 s' WHERE enrollment = $1`,
      [id],
    )
    const met = await wend.step(id)
    expect(met).toMatchObject({ kind: 'rest' })
    expect(sink.received).toHaveLength(1)
  })

  test('under a pause is held, made again after it, and in doubt once it was held too long', async () => {
    answering(503)
    const { id, journey } = await inside([hook('hook')])
    await wend.step(id)
    await die(id)
    await pauseJourney(wend.engine, wend.workspace, journey, 'hold')
    await wend.passTime(id)
    await wend.step(id)
    expect(await wend.trail(id)).toMatchObject({ state: 'held' })
    await wend.passTime(id)
    await wend.run(id)
    expect(await wend.trail(id)).toMatchObject({ touches: ['hook: in-doubt (held-too-long)'], state: 'ended' })
    expect(sink.received).toHaveLength(1)

    const released = await inside([hook('hook')])
    await wend.step(released.id)
    await die(released.id)
    await pauseJourney(wend.engine, wend.workspace, released.journey, 'hold')
    await wend.step(released.id)
    answering(200)
    await resumeJourney(wend.engine, wend.workspace, released.journey)
    await wend.run(released.id)
    expect(await wend.trail(released.id)).toMatchObject({ touches: ['hook: delivered'] })
  })

  test('and outlives its lease into the next visit of the same number of attempts changes nothing there', async () => {
    const { id } = await inside([hook('first'), hook('second')])
    const unanswered = new Map<string, () => void>()
    const hang = (path: string) => waitFor(() => unanswered.has(path))
    sink.behaviour.answer = ({ path }, response) => void unanswered.set(path, () => response.end('{}'))
    const late = wend.step(id)
    await hang('/first')
    const answerLate = unanswered.get('/first')
    unanswered.clear()
    // Somebody else takes over, and hands on to the second node.
    await wend.pool.query(`UPDATE touch SET lease_until = clock_timestamp() WHERE enrollment = $1`, [id])
    const other = wend.step(id)
    await hang('/first')
    unanswered.get('/first')?.()
    await hang('/second')
    answerLate?.()
    expect(await late).toEqual({ kind: 'step' })
    expect((await wend.trail(id)).touches).toEqual(['first: delivered', 'second: sending'])
    unanswered.get('/second')?.()
    expect(await other).toEqual({ kind: 'end' })
  })
})

describe('an e-mail handed to a server that does not honour keys', () => {
  /** Takes a message to its last line, and goes away before it says so. */
  async function forgetful() {
    let taken = 0
    const server = createServer((socket) => {
      socket.on('error', () => {})
      socket.write('220 here\r\n')
      let inData = false
      socket.on('data', (data) => {
        const text = data.toString()
        if (inData) {
          if (!text.endsWith('\r\n.\r\n')) return
          taken++
          socket.destroy()
        } else if (text.startsWith('DATA')) {
          inData = true
          socket.write('354 go on\r\n')
        } else socket.write('250 fine\r\n')
      })
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    return {
      url: `smtp://127.0.0.1:${typeof address === 'object' && address?.port}`,
      taken: () => taken,
      close: () => server.close(),
    }
  }

  test('is never sent twice: lost at its end or with its worker it stays in doubt, and the customer goes on', async () => {
    const smtp = await forgetful()
    const other = await stepBench({ smtpUrl: smtp.url, allowHosts: sink.host })
    try {
      const journey = await other.publish(inARow('Mail', [entry('go'), mail('mail'), hook('after')]))
      await other.send(identify('ada', { email: 'ada@example.com' }), identify('bob', { email: 'bob@example.com' }))
      const ada = await other.enter(journey, 'ada', 'go')
      await other.run(ada)
      expect(smtp.taken()).toBe(1)
      expect(await other.trail(ada)).toMatchObject({ visits: ['in → next', 'mail → next', 'after → next'] })
      expect((await other.trail(ada)).touches[0]).toMatch(/^mail: in-doubt/)

      const bob = await other.enter(journey, 'bob', 'go')
      await other.engine.pool.query(`UPDATE enrollment SET state = 'delivering' WHERE id = $1`, [bob])
      await other.engine.pool.query(
        `INSERT INTO touch (workspace, enrollment, visit, journey, customer, node, channel, state, content, attempts, lease_until, created_at, updated_at)
         SELECT workspace, id, visit, journey, customer, node, 'email', 'sending', '{}', 1, now(), now(), now() FROM enrollment WHERE id = $1`,
        [bob],
      )
      await other.run(bob)
      expect(smtp.taken()).toBe(1)
      expect((await other.trail(bob)).touches).toEqual(['mail: in-doubt (lost)', 'after: delivered'])
    } finally {
      await other.drop()
      smtp.close()
    }
  })
})

describe('a step that Postgres breaks off for a deadlock', () => {
  test('is taken again at once, and what a provider answered meanwhile is not asked for again', async () => {
    const { id } = await inside([hook('hook', { saveAs: 'answer' })])
    // The statement that keeps the outcome deadlocks twice.
    await wend.pool.query(`
      CREATE SEQUENCE broken_off;
      CREATE FUNCTION break_off() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF NEW.state = 'delivered' AND nextval('broken_off') <= 2 THEN RAISE EXCEPTION 'a deadlock' USING ERRCODE = '40P01'; END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER break_off BEFORE UPDATE ON touch FOR EACH ROW EXECUTE FUNCTION break_off()`)
    sink.behaviour.answer = (_request, response) => void response.end('once')
    expect(await wend.step(id)).toEqual({ kind: 'end' })
    await wend.pool.query('DROP TRIGGER break_off ON touch; DROP FUNCTION break_off; DROP SEQUENCE broken_off')
    expect(sink.received).toHaveLength(1)
    expect(await wend.trail(id)).toMatchObject({ touches: ['hook: delivered'], attempts: [1] })
  })
})

test('the log names workspace, journey and enrollment, and the customer by a hash only', async () => {
  const lines: string[] = []
  const other = await stepBench({
    allowHosts: sink.host,
    log: pino({ level: 'debug' }, { write: (line) => void lines.push(line) }),
  })
  try {
    const journey = await other.publish(inARow('Logged', [entry('go'), hook('hook')]))
    await other.send(identify('ada-lovelace', { email: 'ada@example.com' }))
    const id = await other.enter(journey, 'ada-lovelace', 'go')
    await other.run(id)
    const said = lines.map((line): unknown => JSON.parse(line))
    const about = {
      workspace: other.workspace,
      journey,
      enrollment: id,
      customer: expect.stringMatching(/^[0-9a-f-]{36}$/),
    }
    expect(said).toContainEqual(
      expect.objectContaining({ ...about, msg: 'a provider was called', came: 'delivered', attempt: 1 }),
    )
    expect(said).toContainEqual(expect.objectContaining({ ...about, msg: 'a step was taken', next: 'end' }))
    expect(lines.join('')).not.toContain('ada')
  } finally {
    await other.drop()
  }
})

async function waitFor(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5))
}

test('what arrived and what nobody knows of is counted where it was made, each touch once', async () => {
  answering(503)
  const { id, journey, user } = await inside([hook('hook'), hook('after')], {
    settings: { exits: [{ event: 'closed' }] },
  })
  await wend.step(id)
  await wend.passTime(id)
  const counts = async () => (await countJourney(wend.engine, wend.workspace, journey)).nodes
  await wend.step(id)
  expect(await counts()).toMatchObject({ hook: { delivered: 0, inDoubt: 0 } })
  answering(200)
  await wend.run(id)
  expect(await counts()).toMatchObject({
    hook: { delivered: 1, inDoubt: 0, passed: 1 },
    after: { delivered: 1, inDoubt: 0 },
  })

  answering(503)
  const other = await wend.enter(journey, `${user}-2`, `go-${nth}`)
  await wend.step(other)
  await wend.pool.query(`UPDATE touch SET in_doubt = true WHERE enrollment = $1`, [other])
  await wend.track(`${user}-2`, 'closed')
  await wend.run(other)
  expect((await wend.trail(other)).touches).toEqual(['hook: in-doubt (exit)'])
  expect(await counts()).toMatchObject({ hook: { delivered: 1, inDoubt: 1 } })
})

test('a rule right behind a touch sees how it went', async () => {
  const went = (id: string, value: string) => ({
    id,
    type: 'branch',
    config: {
      branches: [
        { id: 'so', name: 'So', when: { combinator: 'and', rules: [{ field: 'touch.hook', operator: '=', value }] } },
      ],
    },
  })
  const { id } = await inside([hook('hook'), went('well', 'delivered'), went('ill', 'failed')], {
    edges: [
      { from: 'in', outlet: 'next', to: 'hook' },
      { from: 'hook', outlet: 'next', to: 'well' },
      { from: 'well', outlet: 'so', to: 'ill' },
    ],
  })
  await wend.step(id)
  expect((await wend.trail(id)).visits.slice(1)).toEqual(['hook → next', 'well → so', 'ill → else'])
})

test('a touch that may not go is kept with what it would have said', async () => {
  const { id, user } = await inside([mail('mail')])
  await wend.send(identify(user, { email: null }))
  await wend.step(id)
  const { rows } = await wend.pool.query('SELECT state, reason, content FROM touch WHERE enrollment = $1', [id])
  expect(rows).toMatchObject([
    { state: 'blocked', reason: 'no-address', content: { subject: 'Hello', html: '<p>Hello</p>' } },
  ])
})

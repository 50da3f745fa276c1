import { setTimeout as sleep } from 'node:timers/promises'
import { Poker } from '@wend/engine/poke'
import fc from 'fast-check'
import { pino } from 'pino'
import { z } from 'zod'
import type { Stand } from '../stand/stand.ts'
import type { Findings, PartOptions } from './finding.ts'
import { anyJourneyFile, eventNames } from './journey-files.ts'
import { faultsInLogs } from './logs.ts'

/** What happened, and how often. */
export type RunCounts = Record<string, number>

const kept = z.object({ id: z.string() })
const checked = z.object({ issues: z.array(z.object({ severity: z.string() })) })
const rounds = 8
const oddAttributes = [
  { name: 'Ada', level: 'gold', renews_at: '2027-01-01', tags: ['a'], plan: { price: 1 }, email: 'ada@ada.invalid' },
  { name: null, level: 20, renews_at: '9999-12-31T23:59:59Z', tags: 'a', plan: 1, timezone: 'Pacific/Apia' },
  { name: { a: 1 }, level: [1], renews_at: '0001-01-01', tags: {}, email: 'not an address', timezone: 'Nowhere/Land' },
  { name: '<b>"\\\'{{ customer }}', level: '', renews_at: 'never', email: 'a\r\nBcc: b@b.invalid', locale: 'zh-CN' },
]

/** Publishes random journeys over HTTP, lets odd customers in, does events, and lets their waits end: no step may fail. */
export async function runJourneys(
  stand: Stand,
  { seed, count, say }: PartOptions,
  findings: Findings,
): Promise<RunCounts> {
  const {
    pool,
    workspace,
    urls: [url = ''],
  } = stand
  const counts: RunCounts = {}
  const tally = (what: string) => {
    counts[what] = (counts[what] ?? 0) + 1
  }
  const add = (what: string, repeat: string) => findings.add({ at: 'journeys over HTTP', what, seed, repeat })
  const customers = oddAttributes.map((_, nth) => `odd-${nth}`)
  await call(stand, 'write', 'POST', '/v1/batch', {
    batch: oddAttributes.map((traits, nth) => ({ type: 'identify', userId: customers[nth], traits })),
  })

  const live: { id: string; file: unknown }[] = []
  for (const file of fc.sample(anyJourneyFile, { seed, numRuns: count })) {
    const text = JSON.stringify(file)
    const made = await call(stand, 'api', 'POST', '/v1/journeys', file)
    tally(`kept: ${made.status}`)
    if (made.status >= 500) add(`POST answers ${made.status}`, text)
    if (made.status !== 201) continue
    const { id } = kept.parse(made.body)
    const check = checked.parse((await call(stand, 'api', 'POST', `/v1/journeys/${id}/check`)).body)
    const isSound = check.issues.every(({ severity }) => severity !== 'error')
    const published = await call(stand, 'api', 'POST', `/v1/journeys/${id}/publish`)
    tally(`published: ${published.status}`)
    if (isSound !== (published.status === 201)) add(`check says ${isSound}, publish answers ${published.status}`, text)
    if (published.status === 201) live.push({ id, file })
    if (published.status === 201)
      await call(stand, 'api', 'POST', `/v1/journeys/${id}/enrollments`, {
        customers,
        properties: { cart_id: 'x', value: 20 },
      })
    say(`${live.length} random journeys run`)
  }
  const happens = customers.flatMap((userId, nth) =>
    eventNames.map((event) => ({ type: 'track', userId, event, properties: { cart_id: `c${nth}`, value: nth * 20 } })),
  )
  for (let round = 0; round < rounds; round++) {
    await call(stand, 'write', 'POST', '/v1/batch', { batch: happens })
    await endWaits(stand)
    await sleep(2_000)
    say(`${live.length} random journeys, round ${round + 1} of ${rounds}`)
  }

  const stuck = await pool.query<{ journey: string; node: string; state: string; n: number }>(
    `SELECT journey, node, state, count(*)::int AS n FROM enrollment
      WHERE workspace = $1 AND state IN ('ready', 'delivering') AND due_at < now() - interval '20 seconds' GROUP BY 1, 2, 3`,
    [workspace],
  )
  for (const { journey, node, state, n } of stuck.rows)
    add(`${n} customers are ${state} at ${node} and go no further`, fileOf(live, journey))
  const failed = await pool.query<{ journey: string; node: string; reason: string; n: number }>(
    `SELECT e.journey, v.node, v.reason, count(*)::int AS n FROM visit v JOIN enrollment e ON e.workspace = v.workspace AND e.id = v.enrollment
      WHERE v.workspace = $1 AND v.reason = 'node-failed' GROUP BY 1, 2, 3`,
    [workspace],
  )
  for (const { journey, node } of failed.rows) add(`the node ${node} failed from inside`, fileOf(live, journey))
  for (const line of await faultsInLogs(stand.folder)) add(line, url)
  const ends = await pool.query<{ how: string; n: number }>(
    `SELECT CASE WHEN state = 'ended' THEN reason ELSE state END AS how, count(*)::int AS n FROM enrollment WHERE workspace = $1 GROUP BY 1 ORDER BY 1`,
    [workspace],
  )
  for (const { how, n } of ends.rows) counts[`enrollments ${how}`] = n
  return counts
}

/** As if the time had come for everybody who waits. */
async function endWaits({ pool, client, workspace }: Stand): Promise<void> {
  const { rows } = await pool.query<{ id: string }>(
    `UPDATE enrollment SET due_at = now() WHERE workspace = $1 AND state = 'waiting' AND due_at > now() RETURNING id`,
    [workspace],
  )
  const poker = new Poker(client, pool, pino({ level: 'silent' }))
  for (const { id } of rows) await poker.reach({ workspace, enrollment: id, fresh: false, untilMs: null })
}

const fileOf = (live: readonly { id: string; file: unknown }[], journey: string): string =>
  JSON.stringify(live.find(({ id }) => id === journey)?.file)?.slice(0, 3_000) ?? journey

async function call(
  { urls: [url = ''], apiKey, writeKey }: Stand,
  by: 'api' | 'write',
  method: string,
  path: string,
  body?: unknown,
) {
  const authorization = by === 'api' ? `Bearer ${apiKey}` : `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`
  const response = await fetch(url + path, {
    method,
    headers: { authorization, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  const answered: unknown = text === '' ? undefined : JSON.parse(text)
  return { status: response.status, body: answered }
}

import type { JsonObject } from '@wend/nodes/sdk/json'
import type { Engine } from '../engine.ts'
import type { Plan } from '../journey/plan.ts'
import { transaction } from '../storage/database.ts'
import { toText } from '../storage/to-jsonb.ts'
import { type CustomerChange, changeCustomers } from './door.ts'
import type { NotEntered } from './judge.ts'
import { idsOf, knownIdsSql, lockCustomers, makePeople, nowMsSql, resolve } from './resolve.ts'
import { holdListeningAndIds, retryMovedIds } from './take-messages.ts'

/** What came of one customer's entry. */
export interface Enrolled {
  customer: string
  entered: boolean
  /** `unknown-property`: the entry does not take a property of that name. */
  reason?: NotEntered | 'not-live' | 'no-entry' | 'unknown-property'
  enrollment?: string
}

export interface EnrollRequest {
  /** User ids, or anonymous ids that are known. A new one becomes a customer. */
  customers: readonly string[]
  properties: JsonObject
  /** The Idempotency-Key: with the customer it makes the entry one. */
  key: string
}

/** Lets customers into a journey by its API entry. Durable when it resolves. */
export async function enroll(
  engine: Engine,
  workspace: number,
  journey: string,
  request: EnrollRequest,
): Promise<Enrolled[]> {
  const customers = [...new Set(request.customers.map(toText))]
  if (customers.length === 0) return []
  const { answers, pokes } = await retryMovedIds(() =>
    transaction(
      engine.pool,
      async (client, last) => {
        const { kinds, values } = idsOf(customers.flatMap((id) => [{ userId: id }, { anonymousId: id }]))
        const { rows } = await client.query<{ known: Parameters<typeof resolve>[1]; listening: number; nowMs: number }>(
          {
            name: 'look-for-entrants',
            text: `SELECT ${knownIdsSql('$2', '$3')} AS known, (SELECT listening FROM workspace WHERE id = $1) AS listening,
               ${nowMsSql} AS "nowMs"`,
            values: [workspace, kinds, values],
          },
        )
        const look = rows[0]
        if (!look) throw new Error('no answer to a look for entrants')
        const listening = await engine.plans.listening(client, workspace, look.listening)
        const live = listening.journeys.find(({ id }) => id === journey)
        const entry = live?.plan.entries.find(({ source }) => source.by === 'api')
        if (!live || !entry || !takes(entry, request.properties)) {
          const reason = !live ? 'not-live' : !entry ? 'no-entry' : 'unknown-property'
          return { answers: customers.map((customer): Enrolled => ({ customer, entered: false, reason })), pokes: [] }
        }

        const anonymous = new Set(look.known.flatMap(({ kind, value }) => (kind === 'anonymous' ? [value] : [])))
        const users = new Set(look.known.flatMap(({ kind, value }) => (kind === 'user' ? [value] : [])))
        const resolved = resolve(
          customers.map((id) => (!users.has(id) && anonymous.has(id) ? { anonymousId: id } : { userId: id })),
          look.known,
        )
        await makePeople(client, workspace, resolved)
        const locked = await lockCustomers(client, workspace, [
          ...new Set(resolved.of.flatMap((person) => (person ? [person.row] : []))),
        ])
        const changes = locked.map((row): CustomerChange => ({ locked: row, messages: [] }))
        const changed = await changeCustomers(engine, client, workspace, listening, changes, {
          asked: {
            journey: live,
            attempt: ({ row }) => ({
              node: entry.node,
              occurrence: { name: apiEntry, properties: request.properties, atMs: look.nowMs },
              once: `${toText(request.key)}:${row}`,
              hops: 0,
            }),
          },
          last,
        })
        const answers = customers.map((customer, nth) =>
          answer(customer, changed.asked.get(resolved.of[nth]?.row ?? 0)),
        )
        return { answers, pokes: changed.pokes }
      },
      holdListeningAndIds(workspace),
    ),
  )
  engine.poker.ring(pokes)
  return answers
}

/** The name of the event at hand where somebody entered by API. */
const apiEntry = 'wend:entered'

/** Whether the entry takes properties of these names; one that names none takes any. */
const takes = ({ source }: Plan['entries'][number], properties: JsonObject): boolean =>
  source.by === 'api' &&
  (!source.properties || Object.keys(properties).every((name) => source.properties?.includes(name)))

function answer(customer: string, came: { id: string } | NotEntered | undefined): Enrolled {
  if (came === undefined) return { customer, entered: false, reason: 'repeated' }
  if (typeof came === 'string') return { customer, entered: false, reason: came }
  return { customer, entered: true, enrollment: came.id }
}

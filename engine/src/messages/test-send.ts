import { randomUUID } from 'node:crypto'
import type { Message } from '@wend/nodes/sdk/define-node'
import type { Issue, Language } from '@wend/nodes/sdk/issue'
import type { Attempt, Prepared } from '../channels/channel.ts'
import type { Channels } from '../channels/create-channels.ts'
import type { Engine } from '../engine.ts'
import { compose, messageOf, type Wanted } from './compose.ts'
import { readKnown } from './known.ts'
import { recipientOf } from './preview.ts'

/** A message that an operator wants to have in her own hands. */
export interface TestSend extends Wanted {
  /** Whose values it shows. */
  customer?: string | undefined
  /** Where an e-mail goes: never the customer's own address by itself. */
  to?: string | undefined
  by: string
}

/** What came of it. `too-many`: the workspace has sent its tests of this minute. */
export type Tested =
  | { came: 'sent'; id: string; state: 'delivered' | 'failed' | 'in-doubt'; reason?: string }
  | { came: 'unfit'; issues: Issue[] }
  | { came: 'blocked'; reason: string }
  | { came: 'too-many' }

/** Tests in one minute of a workspace, whoever sends them. */
export const mostTests = 20
const timeLimitMs = 8_000

const marks: Record<Language, string> = { en: '[Test] ', 'zh-CN': '[测试] ' }

/**
 * Sends what a node would send, through its channel, marked as a test. It is no touch: no journey counts it, no enrollment
 * moves, and it is tried once. Throws `not-found`.
 */
export async function sendTest(
  engine: Pick<Engine, 'pool' | 'plans' | 'catalog'>,
  channels: Channels,
  workspace: number,
  { customer, to, by, ...wanted }: TestSend,
  language: Language,
): Promise<Tested> {
  const known = customer === undefined ? undefined : await readKnown(engine, workspace, customer)
  const composed = await compose(engine, workspace, wanted, known, language)
  const message = messageOf(composed)
  if (!message) return { came: 'unfit', issues: composed.issues }

  const id = randomUUID()
  const channel = channels[message.channel]
  const recipient = await recipientOf(engine, workspace, known)
  const { email: _hers, ...attributes } = recipient.attributes
  const addressed = { ...recipient, attributes: { ...attributes, ...(to !== undefined && { email: to }) } }
  const prepared: Prepared = await channel.prepare(marked(message, marks[language]), addressed, `test-${id}`)
  if ('blocked' in prepared) return { came: 'blocked', reason: prepared.blocked }
  const { content } = prepared

  const { rowCount } = await engine.pool.query(
    `INSERT INTO test_message (workspace, id, by, journey, node, customer, channel, recipient, state, content)
     SELECT $1, $2, $3, $4, $5, $6, $7, $8, 'sending', $9
      WHERE (SELECT count(*) FROM test_message WHERE workspace = $1 AND at > now() - interval '1 minute') < $10`,
    [
      workspace,
      id,
      by,
      wanted.journey.id,
      wanted.node.id,
      known?.customer.row ?? null,
      message.channel,
      String(content.to ?? content.url ?? ''),
      content,
      mostTests,
    ],
  )
  if (!rowCount) return { came: 'too-many' }

  const settled = outcomeOf(await channel.send(content, addressed, `test-${id}`, timeLimitMs))
  await engine.pool.query('UPDATE test_message SET state = $3, reason = $4 WHERE workspace = $1 AND id = $2', [
    workspace,
    id,
    settled.state,
    settled.reason ?? null,
  ])
  return { came: 'sent', id, ...settled }
}

/** Says of itself that it is a test, where its reader looks first. */
function marked(message: Message, mark: string): Message {
  if (message.channel === 'email') return { ...message, subject: mark + message.subject }
  if (message.channel === 'inbox') return { ...message, title: mark + message.title }
  return { ...message, headers: { ...message.headers, 'x-wend-test': 'true' } }
}

/** A test is tried once: what might have gone well later has failed, with the reason. */
function outcomeOf(attempt: Attempt): { state: 'delivered' | 'failed' | 'in-doubt'; reason?: string } {
  if (attempt.came === 'delivered') return { state: 'delivered' }
  if (attempt.came === 'in-doubt') return { state: 'in-doubt', reason: attempt.reason }
  return { state: attempt.came === 'later' && attempt.mayHaveArrived ? 'in-doubt' : 'failed', reason: attempt.reason }
}

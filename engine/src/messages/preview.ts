import type { Changes, Message } from '@wend/nodes/sdk/define-node'
import type { Issue, Language } from '@wend/nodes/sdk/issue'
import { type JsonObject, jsonObject } from '@wend/nodes/sdk/json'
import type { Recipient } from '../channels/channel.ts'
import type { Channels } from '../channels/create-channels.ts'
import { mapTexts } from '../channels/keepable.ts'
import { secretsAsWritten } from '../channels/secrets.ts'
import type { Engine } from '../engine.ts'
import { compose, type EmptyValue, messageOf, type Wanted } from './compose.ts'
import { type Known, nobody, readKnown } from './known.ts'

/** What a node would send or change, as its customer would get it. */
export interface Preview {
  issues: Issue[]
  empty: EmptyValue[]
  channel?: Message['channel']
  /** As the channel would keep and send it; secrets by name. */
  content?: JsonObject
  /** Why it would not go to her now. */
  blocked?: string
  /** Of a node that sends nothing: what it changes. */
  changes?: Changes
}

/** An address that reaches nobody: shows what would go to who has none. */
const noAddress = 'nobody@example.invalid'

/** Shows what a node would do for a customer, or for nobody in particular. Throws `not-found`. */
export async function previewNode(
  engine: Pick<Engine, 'pool' | 'plans' | 'catalog'>,
  channels: Channels,
  workspace: number,
  { customer, ...wanted }: Wanted & { customer?: string | undefined },
  language: Language,
): Promise<Preview> {
  const known = customer === undefined ? undefined : await readKnown(engine, workspace, customer)
  const composed = await compose(engine, workspace, wanted, known, language)
  const message = messageOf(composed)
  const { issues, empty, outcome } = composed
  if (!message)
    return { issues, empty, ...(outcome?.kind === 'leave' && outcome.changes && { changes: outcome.changes }) }

  const name = message.channel
  const recipient = await recipientOf(engine, workspace, known)
  const prepare = (attributes: JsonObject) => channels[name].prepare(message, { ...recipient, attributes }, 'preview')
  const asIs = await prepare({ ...recipient.attributes })
  const barred = known?.unwanted.includes(name) ? 'unsubscribed' : 'blocked' in asIs ? asIs.blocked : undefined
  const shown = 'blocked' in asIs ? await prepare({ ...recipient.attributes, email: noAddress }) : asIs
  return {
    issues,
    empty,
    channel: name,
    ...('content' in shown && { content: asWritten(shown.content, 'blocked' in asIs) }),
    ...(known && barred !== undefined && { blocked: barred }),
    ...('blocked' in shown && { blocked: shown.blocked }),
  }
}

/**
 * Whom a channel writes to in a preview or a test. Nobody's row stands in the place of hers: a link to unsubscribe that is
 * followed out of curiosity lets no real customer go.
 */
export async function recipientOf(
  engine: Pick<Engine, 'pool' | 'plans'>,
  workspace: number,
  known: Known | undefined,
): Promise<Recipient> {
  const { name, language } = await engine.plans.workspace(engine.pool, workspace)
  const { id, attributes } = known?.customer ?? nobody
  return { workspace, customer: nobody.row, id, attributes, workspaceName: name, language }
}

function asWritten(content: JsonObject, hideAddress: boolean): JsonObject {
  const told = jsonObject.parse(mapTexts(content, secretsAsWritten) ?? {})
  return hideAddress && told.to === noAddress ? { ...told, to: '' } : told
}

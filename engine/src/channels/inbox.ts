import type { Message } from '@wend/nodes/sdk/define-node'
import type { JsonObject } from '@wend/nodes/sdk/json'
import type pg from 'pg'
import type { Channel } from './channel.ts'
import { consentBlocks } from './consent.ts'
import { keepable } from './keepable.ts'
import { withoutSecrets } from './secrets.ts'

type InboxMessage = Extract<Message, { channel: 'inbox' }>

/** Schemes that would run what they hold where the inbox is shown. */
const runs = /^[\s\p{Cc}]*(?:j\s*a\s*v\s*a\s*s\s*c\s*r\s*i\s*p\s*t|data|vbscript)\s*:/iu

const shown = (rendered: string): string => keepable(withoutSecrets(rendered))

/** The inbox inside an application: what is kept has arrived. */
export function inboxChannel({ pool }: { pool: Pick<pg.Pool, 'query'> }): Channel<InboxMessage> {
  return {
    honoursKeys: true,
    isSlow: () => false,

    async prepare({ title, body, link, form, expiresMs }, { workspace, customer }) {
      if (await consentBlocks(pool, workspace, customer, 'inbox')) return { blocked: 'unsubscribed' }
      if (link && runs.test(link)) return { blocked: 'bad-link' }
      const content: JsonObject = { title: shown(title), body: shown(body), kind: form }
      if (link) content.link = shown(link)
      if (expiresMs !== undefined) content.expiresAt = new Date(expiresMs).toISOString()
      return { content }
    },

    send: async () => ({ came: 'delivered' }),
  }
}

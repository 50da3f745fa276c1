import type { Message } from '@wend/nodes/sdk/define-node'
import type { JsonObject } from '@wend/nodes/sdk/json'
import type { Channel } from './channel.ts'
import { keepable } from './keepable.ts'
import { withoutSecrets } from './secrets.ts'

type InboxMessage = Extract<Message, { channel: 'inbox' }>

/** Schemes that would run what they hold where the inbox is shown. */
const runs = /^[\s\p{Cc}]*(?:j\s*a\s*v\s*a\s*s\s*c\s*r\s*i\s*p\s*t|data|vbscript)\s*:/iu

const shown = (rendered: string): string => keepable(withoutSecrets(rendered))

/** The inbox inside an application: what is kept has arrived. */
export function inboxChannel(): Channel<InboxMessage> {
  return {
    honoursKeys: true,
    isSlow: () => false,

    async prepare({ title, body, link, form, expiresMs }) {
      if (link && runs.test(link)) return { blocked: 'bad-link' }
      const content: JsonObject = { title: shown(title), body: shown(body), kind: form }
      if (link) content.link = shown(link)
      if (expiresMs !== undefined) content.expiresAt = new Date(expiresMs).toISOString()
      return { content }
    },

    send: async () => ({ came: 'delivered' }),
  }
}

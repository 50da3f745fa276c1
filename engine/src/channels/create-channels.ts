import type { Message } from '@wend/nodes/sdk/define-node'
import type pg from 'pg'
import type { Channel } from './channel.ts'
import { emailChannel } from './email.ts'
import { inboxChannel } from './inbox.ts'
import { sealWith } from './seal.ts'
import { secretsIn } from './secrets.ts'
import { webhookChannel } from './webhook.ts'
import { workspaceSecretsIn } from './workspace-secret.ts'

/** Every way to reach a customer, by the name that messages carry. */
export type Channels = Readonly<Record<Message['channel'], Channel>>

export interface ChannelOptions {
  pool: pg.Pool
  /** `WEND_PUBLIC_URL`. */
  publicUrl: string
  /** `WEND_ALLOW_HOSTS`; empty: none. */
  allowHosts: string
  /** Where e-mail is handed in: `SMTP_URL`, or the local outbox. */
  smtp: { url: string; isLocalOutbox: boolean }
  /** `WEND_SECRET_KEY`. Absent: secrets are kept as they are. */
  secretKey?: Buffer | undefined
}

/** Makes the channels. `close` ends their connections; the pool is left open. */
export function createChannels({ pool, publicUrl, allowHosts, smtp, secretKey }: ChannelOptions): {
  channels: Channels
  close(): Promise<void>
} {
  const webhook = webhookChannel({ allowHosts, secrets: secretsIn(pool, sealWith(secretKey)) })
  const email = emailChannel({
    smtpUrl: smtp.url,
    isLocalOutbox: smtp.isLocalOutbox,
    publicUrl,
    workspaceSecret: workspaceSecretsIn(pool),
  })
  return {
    channels: { webhook, email, inbox: inboxChannel() },
    async close() {
      email.close()
      await webhook.close()
    },
  }
}

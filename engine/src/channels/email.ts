import { createHash } from 'node:crypto'
import { isIP } from 'node:net'
import type { Message } from '@wend/nodes/sdk/define-node'
import MailComposer from 'nodemailer/lib/mail-composer'
import { z } from 'zod'
import type { Channel } from './channel.ts'
import { keepable, oneLine } from './keepable.ts'
import { htmlOfMjml, isMjml, mailParts } from './mail-html.ts'
import { type Mailbox, mailAddress, mailbox, mailboxText, plainName } from './mailbox.ts'
import { signClick, signOpen } from './opens.ts'
import { withoutSecrets } from './secrets.ts'
import { type Credentials, SmtpPool } from './smtp-pool.ts'
import { smtpServer } from './smtp-url.ts'
import { trackedHtml } from './tracked-html.ts'
import { signUnsubscribe } from './unsubscribe.ts'
import type { SecretOf } from './workspace-secret.ts'

type EmailMessage = Extract<Message, { channel: 'email' }>

export interface EmailOptions {
  /** `smtp://user:pass@host:port` or `smtps://…`; of the local outbox: what `startLocalOutbox` answered. */
  smtpUrl: string
  /** It takes a repeated Message-ID for the same message, never is slow, and learns the workspace from the user's name. */
  isLocalOutbox: boolean
  /** Where the links to unsubscribe lead: `${publicUrl}/u/<token>`. */
  publicUrl: string
  workspaceSecret: SecretOf
}

/** What is kept of an e-mail. */
export const emailContent = z.object({
  to: z.string(),
  from: z.string(),
  replyTo: z.string().optional(),
  subject: z.string(),
  html: z.string(),
  text: z.string(),
  headers: z.record(z.string(), z.string()),
  /** It goes out with links that tell. What is kept has the author's own, so that who looks at it there is not counted. */
  tracked: z.literal(true).optional(),
})

/** E-mail over SMTP. `close` ends its connections. */
export function emailChannel({
  smtpUrl,
  isLocalOutbox,
  publicUrl,
  workspaceSecret,
}: EmailOptions): Channel<EmailMessage> & {
  close(): void
} {
  const { server, credentials } = smtpServer(smtpUrl)
  const smtp = new SmtpPool(server)
  const base = publicUrl.replace(/\/+$/, '')
  const { hostname } = new URL(publicUrl)
  const ownDomain = isIP(hostname.replace(/^\[(.*)\]$/, '$1')) ? 'localhost' : hostname

  // A server outside hands mails to people whose machines know nothing of this one: their links would lead nowhere.
  const isReached = isLocalOutbox || !/^(?:(?:.*\.)?localhost|127\..*|\[::1\])$/.test(hostname)
  const unsubscribePath = new URL(`${base}/u/`).href

  const secretOf = async (workspace: number): Promise<Buffer> => {
    const secret = await workspaceSecret(workspace)
    if (!secret) throw new Error(`There is no workspace ${workspace}.`)
    return secret
  }

  /** The HTML as it goes out: the same at every attempt. */
  async function asSent({ html, tracked }: z.output<typeof emailContent>, workspace: number, key: string) {
    if (!tracked) return html
    const secret = await secretOf(workspace)
    return trackedHtml(html, {
      openUrl: `${base}/o/${signOpen(secret, workspace, key)}`,
      // The way to unsubscribe is never made longer.
      clickUrl: (target) =>
        target.includes(unsubscribePath) ? undefined : `${base}/c/${signClick(secret, workspace, key, target)}`,
    })
  }

  const as = (workspace: number): Credentials | undefined =>
    isLocalOutbox && credentials ? { ...credentials, user: String(workspace) } : credentials

  return {
    honoursKeys: isLocalOutbox,
    isSlow: () => !isLocalOutbox,
    destination: () => 'smtp',

    async prepare(message, { workspace, customer, attributes, workspaceName, language = 'en', tracked }, key) {
      const to = mailAddress(attributes.email)
      if (to === undefined) return { blocked: 'no-address' }

      const from = message.from?.trim()
        ? mailbox(message.from)
        : { name: plainName(workspaceName), address: `no-reply@${ownDomain}` }
      if (!from) return { blocked: 'bad-from' }
      const replyTo = message.replyTo?.trim() ? mailbox(message.replyTo) : null
      if (replyTo === undefined) return { blocked: 'bad-reply-to' }

      const html = isMjml(message.html) ? await htmlOfMjml(message.html) : message.html
      if (html === undefined) return { blocked: 'bad-mjml' }
      const unsubscribeUrl = `${base}/u/${signUnsubscribe(await secretOf(workspace), workspace, customer, 'email')}`
      const subject = oneLine(withoutSecrets(message.subject))
      const parts = mailParts({
        html: withoutSecrets(html),
        text: withoutSecrets(message.text) || subject,
        preheader: withoutSecrets(message.preheader ?? ''),
        unsubscribeUrl,
        language: /^zh\b/i.test(String(attributes.locale ?? language)) ? 'zh-CN' : 'en',
      })

      return {
        content: {
          to,
          from: keepable(mailboxText(from)),
          ...(replyTo && { replyTo: keepable(mailboxText(replyTo)) }),
          subject,
          html: keepable(parts.html),
          text: keepable(parts.text),
          headers: {
            'Message-ID': messageId(key, from),
            'List-Unsubscribe': `<${unsubscribeUrl}>`,
            'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
          },
          ...(tracked && isReached && { tracked }),
        },
      }
    },

    async send(content, { workspace }, key, timeLimitMs) {
      const mail = emailContent.parse(content)
      const from = mailbox(mail.from)
      const to = mailAddress(mail.to)
      if (!from || !to) return { came: 'failed', reason: 'bad-address' }
      const raw = await composed({ ...mail, html: await asSent(mail, workspace, key) }, from, to)
      return smtp.send({ from: from.address, to, size: raw.length }, raw, as(workspace), timeLimitMs)
    },

    close: () => smtp.close(),
  }
}

/** The visit's key as a Message-ID: the same at every attempt. */
function messageId(key: string, { address }: Mailbox): string {
  const domain = address.slice(address.lastIndexOf('@') + 1)
  const name = /^[A-Za-z0-9_-]{1,120}$/.test(key) ? key : createHash('sha256').update(key).digest('hex')
  return `<${name}@${/^[A-Za-z0-9.-]+$/.test(domain) ? domain : 'wend'}>`
}

/** The message as bytes. Texts are given as values and never read as files, addresses or lists. */
function composed(
  { replyTo, subject, html, text, headers }: z.output<typeof emailContent>,
  from: Mailbox,
  to: string,
): Promise<Buffer> {
  const { 'Message-ID': id, ...others } = headers
  const answerTo = replyTo === undefined ? undefined : mailbox(replyTo)
  return new MailComposer({
    from,
    to: { name: '', address: to },
    replyTo: answerTo,
    subject,
    html,
    text,
    messageId: id,
    // Links in headers must not be folded.
    headers: Object.fromEntries(
      Object.entries(others).map(([name, value]) => [name, { prepared: true, value: oneLine(value) }]),
    ),
    disableFileAccess: true,
    disableUrlAccess: true,
    newline: 'win',
  })
    .compile()
    .build()
}

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import type pg from 'pg'
import PostalMime, { type Address } from 'postal-mime'
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server'
import { keepable } from './keepable.ts'

const mostBytes = 10 * 1024 * 1024

/** One e-mail as a mail program shows it. Texts are empty where the message has none. */
export interface CaughtMail {
  from: string
  to: string
  subject: string
  html: string
  text: string
  /** In the order they came; names may repeat. */
  headers: { name: string; value: string }[]
}

/** Reads a message as it came over the wire. What cannot be read is shown as text. */
export async function parseCaught(raw: string): Promise<CaughtMail> {
  try {
    const { from, to, subject, html, text, headers } = await PostalMime.parse(raw, { maxNestingDepth: 20 })
    return {
      from: from ? shown(from) : '',
      to: (to ?? []).map(shown).join(', '),
      subject: subject ?? '',
      html: html ?? '',
      text: text ?? '',
      headers: headers.map(({ originalKey, value }) => ({ name: originalKey, value })),
    }
  } catch {
    return { from: '', to: '', subject: '', html: '', text: raw, headers: [] }
  }
}

const shown = (address: Address): string => {
  if (address.group) return address.group.map(shown).join(', ')
  return address.name ? `${address.name} <${address.address}>` : address.address
}

const code = (responseCode: number, message: string): Error => Object.assign(new Error(message), { responseCode })

/**
 * A real SMTP server on the loopback interface that keeps what it is handed in Postgres. Who may hand in knows the
 * password, made at each start; the workspace is the user's name. A message whose Message-ID is known is taken again and
 * kept once. `url` names no user: the e-mail channel puts the workspace there.
 */
export async function startLocalOutbox(pool: Pick<pg.Pool, 'query'>): Promise<{ url: string; close(): Promise<void> }> {
  const password = randomBytes(24).toString('hex')

  const server = new SMTPServer({
    name: 'wend',
    banner: 'Wend local outbox',
    size: mostBytes,
    authOptional: false,
    allowInsecureAuth: true,
    authMethods: ['PLAIN', 'LOGIN'],
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    socketTimeout: 60_000,
    closeTimeout: 1_000,

    onAuth(asked, _session, answer) {
      const username = asked.username ?? ''
      const given = asked.password ?? ''
      const right = given.length === password.length && timingSafeEqual(Buffer.from(given), Buffer.from(password))
      if (!right || !/^[1-9]\d{0,9}$/.test(username)) return answer(code(535, 'Not known here'))
      answer(null, { user: username })
    },

    onData(stream, { user, envelope }, answer) {
      keep(pool, stream, Number(user), envelope.rcptTo.map(({ address }) => address).join(', ')).then(
        (problem) => answer(problem),
        () => answer(code(451, 'Not kept, try again')),
      )
    },
  })
  // A client that goes away in the middle is its own affair.
  server.on('error', () => {})

  const listening = server.listen(0, '127.0.0.1')
  await once(listening, 'listening')
  const address = listening.address()
  if (typeof address !== 'object' || !address) throw new Error('The local outbox has no port.')
  return {
    url: `smtp://workspace:${password}@127.0.0.1:${address.port}`,
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}

/** Keeps one message; answers what is wrong with it. */
async function keep(
  pool: Pick<pg.Pool, 'query'>,
  stream: SMTPServerDataStream,
  workspace: number,
  recipient: string,
): Promise<Error | null> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of stream) {
    if (!Buffer.isBuffer(chunk)) continue
    bytes += chunk.length
    // Read to the end all the same: the client listens only then.
    if (bytes <= mostBytes) chunks.push(chunk)
  }
  if (bytes > mostBytes || stream.sizeExceeded) return code(552, 'Larger than 10 MB')

  const whole = Buffer.concat(chunks)
  const raw = keepable(whole.toString('utf8'))
  const { subject, headers } = await parseCaught(raw)
  const named = headers.find(({ name }) => name.toLowerCase() === 'message-id')?.value.trim()
  const messageId = named || createHash('sha256').update(whole).digest('hex')
  await pool.query(
    `INSERT INTO caught_mail (workspace, message_id, recipient, subject, raw) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT DO NOTHING`,
    [workspace, keepable(messageId).slice(0, 1_000), keepable(recipient), keepable(subject).slice(0, 2_000), raw],
  )
  return null
}

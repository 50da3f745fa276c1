import { createServer, type Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { SmtpPool } from './smtp-pool.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

/** What a server says when it is greeted or told something; undefined: nothing; `drop`: the line goes dead. */
type Script = (command: string, nth: number) => string | undefined

const polite = (command: string): string => {
  if (command === 'DATA') return '354 go on'
  return command === 'greeting' ? '220 here' : '250 fine'
}

/** A hand-made SMTP server. Commands are single words; the message's end is `end`. */
async function smtpServer(script: Script) {
  const messages: string[] = []
  let connections = 0
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    connections++
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => {})
    let rest = ''
    let inData = false
    const say = (command: string): void => {
      const answer = script(command, connections)
      if (answer === 'drop') socket.destroy()
      else if (answer !== undefined) socket.write(`${answer}\r\n`)
      inData = command === 'DATA' && answer?.startsWith('354') === true
    }
    say('greeting')
    socket.on('data', (chunk) => {
      rest += chunk.toString()
      for (;;) {
        const end = rest.indexOf(inData ? '\r\n.\r\n' : '\r\n')
        if (end < 0) return
        const line = rest.slice(0, end)
        rest = rest.slice(end + (inData ? 5 : 2))
        if (inData) {
          messages.push(line)
          inData = false
          say('end')
        } else say(line.split(/[ :]/)[0] ?? '')
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const pool = new SmtpPool({ host: '127.0.0.1', port, secure: false, requireTls: false, anyCertificate: false })
  const hangUp = () => {
    for (const socket of sockets) socket.destroy()
  }
  ends.push(
    () => pool.close(),
    hangUp,
    () => server.close(),
  )
  const send = (limitMs = 2_000, to = 'ada@example.com') =>
    pool.send({ from: 'shop@example.com', to }, Buffer.from('Subject: Hi\r\n\r\nHello\r\n'), undefined, limitMs)
  return {
    send,
    messages,
    hangUp,
    connections: () => connections,
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}

/** Polite but for one command. */
const but =
  (command: string, answer: string | undefined): Script =>
  (said) =>
    said === command ? answer : polite(said)

describe('an answer to the message', () => {
  test('of 2xx is delivered, and the connection is used again', async () => {
    const { send, messages, connections } = await smtpServer(polite)
    expect(await send()).toEqual({ came: 'delivered' })
    expect(await send()).toEqual({ came: 'delivered' })
    expect(messages).toEqual(['Subject: Hi\r\n\r\nHello', 'Subject: Hi\r\n\r\nHello'])
    expect(connections()).toBe(1)
  })

  test.each([
    ['MAIL', '451 not now', 'later', 'smtp-451'],
    ['RCPT', '450 greylisted', 'later', 'smtp-450'],
    ['RCPT', '550 nobody', 'failed', 'smtp-550'],
    ['DATA', '554 no', 'failed', 'smtp-554'],
    ['end', '452 full', 'later', 'smtp-452'],
    ['end', '552 too large', 'failed', 'smtp-552'],
  ])('%s → %s is %s', async (command, answer, came, reason) => {
    const { send } = await smtpServer(but(command, answer))
    expect(await send()).toEqual({ came, reason })
  })
})

describe('a line that goes dead', () => {
  test.each(['greeting', 'EHLO', 'MAIL', 'RCPT', 'DATA'])(
    'at %s, before the message, is tried later',
    async (command) => {
      const { send } = await smtpServer((said) =>
        said === command || (command === 'EHLO' && said === 'HELO') ? 'drop' : polite(said),
      )
      expect(await send()).toMatchObject({ came: 'later' })
    },
  )

  test('after the message leaves it in doubt', async () => {
    const { send, messages } = await smtpServer(but('end', 'drop'))
    expect(await send()).toEqual({ came: 'in-doubt', reason: 'connection-lost' })
    expect(messages).toHaveLength(1)
  })

  test('while it rested is opened again, and says nothing about the message', async () => {
    const { send, hangUp, connections } = await smtpServer(polite)
    expect(await send()).toEqual({ came: 'delivered' })
    hangUp()
    expect(await send()).toEqual({ came: 'delivered' })
    expect(connections()).toBe(2)
  })
})

describe('silence', () => {
  test.each(['greeting', 'EHLO', 'MAIL', 'DATA'])('at %s, before the message, is tried later', async (command) => {
    const { send, messages } = await smtpServer(but(command, undefined))
    expect(await send(150)).toEqual({ came: 'later', reason: 'time-out', slow: true })
    expect(messages).toEqual([])
  })

  test('after the message leaves it in doubt', async () => {
    const { send } = await smtpServer(but('end', undefined))
    expect(await send(150)).toEqual({ came: 'in-doubt', reason: 'time-out' })
  })
})

test('a server that does not listen, or greets with a refusal, is tried later', async () => {
  const { send, close } = await smtpServer(polite)
  await close()
  expect(await send()).toMatchObject({ came: 'later', reason: 'refused' })
  const busy = await smtpServer(but('greeting', '554 go away'))
  expect(await busy.send()).toMatchObject({ came: 'later', reason: 'smtp-554' })
})

test('an address cannot end its command', async () => {
  const { send, messages } = await smtpServer(polite)
  expect(await send(2_000, 'ada@x>\r\nRCPT TO:<evil@x')).toMatchObject({ came: 'failed' })
  expect(messages).toEqual([])
})

test('more messages than connections wait their turn, each within its own time', async () => {
  const { send, connections } = await smtpServer(polite)
  const sent = await Promise.all(Array.from({ length: 60 }, () => send()))
  expect(sent.every(({ came }) => came === 'delivered')).toBe(true)
  expect(connections()).toBeLessThanOrEqual(10)
})

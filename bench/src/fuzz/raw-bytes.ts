import fc from 'fast-check'
import type { Findings, PartOptions } from './finding.ts'
import { send } from './wire.ts'

interface Edit {
  at: number
  how: 'flip' | 'remove' | 'insert' | 'repeat' | 'end'
  byte: number
}

const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.nat(2_000),
  how: fc.constantFrom('flip', 'remove', 'insert', 'repeat', 'end'),
  byte: fc.oneof(fc.integer({ min: 0, max: 255 }), fc.constantFrom(0, 10, 13, 32, 58, 128, 255)),
})

function edited(bytes: Buffer, { at, how, byte }: Edit): Buffer {
  const place = at % (bytes.length + 1)
  const [head, tail] = [bytes.subarray(0, place), bytes.subarray(place)]
  if (how === 'end') return head
  if (how === 'remove') return Buffer.concat([head, tail.subarray(1 + (byte % 8))])
  if (how === 'insert') return Buffer.concat([head, Buffer.from([byte]), tail])
  if (how === 'repeat') return Buffer.concat([head, tail.subarray(0, byte), tail])
  return Buffer.concat([head, Buffer.from([byte]), tail.subarray(1)])
}

/** Requests whose bytes are spoiled anywhere, and noise: each is answered by less than 500, or its connection ended. Answers how many. */
export async function fuzzBytes(
  port: number,
  url: string,
  apiKey: string,
  writeKey: string,
  { seed, count, say }: PartOptions,
  findings: Findings,
): Promise<number> {
  const body = JSON.stringify({ batch: [{ type: 'track', userId: 'c-1', event: 'login', properties: { a: 1 } }] })
  const basic = Buffer.from(`${writeKey}:`).toString('base64')
  const seeds = [
    `POST /v1/batch HTTP/1.1\r\nHost: x\r\nAuthorization: Basic ${basic}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    `POST /v1/batch HTTP/1.1\r\nHost: x\r\nAuthorization: Basic ${basic}\r\nTransfer-Encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`,
    `GET /v1/customers/c-1 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${apiKey}\r\nAccept-Language: zh-CN\r\n\r\n`,
    `GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nGET /readyz HTTP/1.1\r\nHost: x\r\n\r\n`,
    `OPTIONS /v1/t HTTP/1.1\r\nHost: x\r\nOrigin: https://x.invalid\r\n\r\n`,
  ].map((text) => Buffer.from(text, 'latin1'))
  const bytes = fc.oneof(
    {
      weight: 9,
      arbitrary: fc
        .tuple(fc.constantFrom(...seeds), fc.array(edit, { minLength: 1, maxLength: 5 }))
        .map(([whole, edits]) => edits.reduce(edited, whole)),
    },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }).map((noise) => Buffer.from(noise)) },
  )
  const lanes = 6
  const each = Math.ceil(count / lanes)
  say(`${count} requests of spoiled bytes`)
  await Promise.all(
    Array.from({ length: lanes }, async (_, lane) => {
      const property = fc.asyncProperty(bytes, async (sent) => {
        const method = sent.subarray(0, 5).toString('latin1') === 'HEAD ' ? 'HEAD' : 'GET'
        const reply = await send(port, [sent], { method, cut: true, patienceMs: 5_000 })
        if (reply.kind === 'hang') throw new Error('no answer within 5 s, and the connection stays open')
        if (reply.kind === 'answer' && !(reply.status < 500))
          throw new Error(`status ${reply.status}: ${reply.body.subarray(0, 200).toString()}`)
      })
      const came = await fc.check(property, { seed: seed + lane, numRuns: each })
      if (!came.failed) return
      const [sent] = came.counterexample ?? []
      const what = came.errorInstance instanceof Error ? came.errorInstance.message : 'failed'
      const repeat = `echo ${sent?.toString('base64') ?? ''} | base64 -d | nc ${new URL(url).host.replace(':', ' ')}`
      findings.add({ at: 'raw bytes', what, seed: seed + lane, repeat })
    }),
  )
  return each * lanes
}

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readUnsubscribe, signUnsubscribe } from './unsubscribe.ts'

const secret = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes))
const whom = fc.record({
  workspace: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
  customer: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  channel: fc.constantFrom('email', 'inbox', 'sms', 'web-push'),
})
const signed = (
  key: Buffer,
  { workspace, customer, channel }: { workspace: number; customer: number; channel: string },
) => signUnsubscribe(key, workspace, customer, channel)

test('a token says what was signed, and fits into a link as it is', async () => {
  await fc.assert(
    fc.asyncProperty(secret, whom, async (key, said) => {
      const token = signed(key, said)
      expect(encodeURIComponent(token)).toBe(token)
      expect(
        await readUnsubscribe(token, async (workspace) => (workspace === said.workspace ? key : undefined)),
      ).toEqual(said)
    }),
  )
})

test('a token that was changed anywhere, or signed with another secret, says nothing', async () => {
  await fc.assert(
    fc.asyncProperty(
      secret,
      secret,
      whom,
      fc.nat(),
      fc.constantFrom(...'0123456789aZ-_.'),
      async (key, other, said, nth, letter) => {
        const token = signed(key, said)
        const at = nth % token.length
        const changed = token.slice(0, at) + letter + token.slice(at + 1)
        const read = await readUnsubscribe(changed, async () => key)
        // The last letter of the signature has two bits to spare: another spelling of the same signature is no forgery.
        if (read) expect(read).toEqual(said)
        if (changed.slice(0, -1) !== token.slice(0, -1)) expect(read).toBeUndefined()
        if (!key.equals(other)) expect(await readUnsubscribe(token, async () => other)).toBeUndefined()
      },
    ),
  )
})

test('what is no token says nothing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.string(), fc.constant('')), async (text) => {
      expect(await readUnsubscribe(text, async () => Buffer.alloc(32))).toBeUndefined()
    }),
  )
  const token = signUnsubscribe(Buffer.alloc(32), 1, 1, 'email')
  expect(await readUnsubscribe(`${token}=`, async () => Buffer.alloc(32))).toBeUndefined()
  expect(
    await readUnsubscribe(`99${token}`.replace(/^991/, '9999999999'), async () => Buffer.alloc(32)),
  ).toBeUndefined()
  expect(await readUnsubscribe(token, async () => undefined)).toBeUndefined()
})

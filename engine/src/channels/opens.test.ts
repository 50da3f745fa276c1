import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readClick, readOpen, signClick, signOpen } from './opens.ts'
import { signUnsubscribe } from './unsubscribe.ts'

const secret = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes))
const touch = fc.record({
  workspace: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
  enrollment: fc.uuid(),
  visit: fc.integer({ min: 1, max: 999_999_999 }),
})
const target = fc.webUrl({ withFragments: true, withQueryParameters: true }).map((url) => new URL(url).href)
const keyOf = ({ enrollment, visit }: { enrollment: string; visit: number }) => `${enrollment}.${visit}`

test('a token says what was signed, and fits into a link as it is', async () => {
  await fc.assert(
    fc.asyncProperty(secret, touch, target, async (key, said, to) => {
      const of = async (workspace: number) => (workspace === said.workspace ? key : undefined)
      const [open, click] = [
        signOpen(key, said.workspace, keyOf(said)),
        signClick(key, said.workspace, keyOf(said), to),
      ]
      expect(encodeURIComponent(open + click)).toBe(open + click)
      expect(await readOpen(open, of)).toEqual(said)
      expect(await readClick(click, of)).toEqual({ touch: said, target: to })
      // Neither stands for the other.
      expect(await readOpen(click, of)).toBeUndefined()
      expect(await readClick(open, of)).toBeUndefined()
    }),
  )
})

test('a link that was changed anywhere, or signed with another secret, leads nowhere and opens nothing', async () => {
  await fc.assert(
    fc.asyncProperty(
      secret,
      secret,
      touch,
      target,
      fc.nat(),
      fc.constantFrom(...'0123456789aZ-_.'),
      async (key, other, said, to, nth, letter) => {
        for (const token of [
          signOpen(key, said.workspace, keyOf(said)),
          signClick(key, said.workspace, keyOf(said), to),
        ]) {
          const at = nth % token.length
          const changed = token.slice(0, at) + letter + token.slice(at + 1)
          const open = await readOpen(changed, async () => key)
          const click = await readClick(changed, async () => key)
          // The last letter of a signature has two bits to spare: another spelling of the same signature is no forgery.
          if (open) expect(open).toEqual(said)
          if (click) expect(click).toEqual({ touch: said, target: to })
          if (!key.equals(other)) {
            expect(await readOpen(token, async () => other)).toBeUndefined()
            expect(await readClick(token, async () => other)).toBeUndefined()
          }
        }
      },
    ),
  )
})

test('a link to another target with a signature of ours is none, nor is one to unsubscribe', async () => {
  const key = Buffer.alloc(32)
  const of = async () => key
  const visit = `${randomUUID()}.2`
  const [named, here] = [signOpen(key, 1, visit), signClick(key, 1, visit, 'https://shop.example/')]
  const elsewhere = Buffer.from('https://evil.example/').toString('base64url')
  expect(await readClick(`${named}.${elsewhere}`, of)).toBeUndefined()
  expect(await readClick(here.replace(/[^.]+$/, elsewhere), of)).toBeUndefined()
  expect(await readOpen(here.replace(/\.[^.]+$/, ''), of)).toBeUndefined()
  expect(await readOpen(signUnsubscribe(key, 1, 2, 'email'), of)).toBeUndefined()
  expect(await readOpen(named.replace(/^1/, '9999999999'), of)).toBeUndefined()
  expect(await readOpen(named, async () => undefined)).toBeUndefined()
})

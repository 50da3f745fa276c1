import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { sealWith, secretKey } from './seal.ts'

const key = randomBytes(32)
const text = 'Bearer 文 😀'

test('a sealed text is opened by its key, for what it is about, and reads as nothing else', () => {
  const seal = sealWith(key)
  const kept = seal.close(text, '1.token')
  expect(kept).not.toContain('Bearer')
  expect(seal.open(kept, '1.token')).toBe(text)
  expect(seal.close(text, '1.token')).not.toBe(kept)
  expect(() => seal.open(kept, '2.token')).toThrow('another WEND_SECRET_KEY')
  expect(() => sealWith(randomBytes(32)).open(kept, '1.token')).toThrow('another WEND_SECRET_KEY')
  expect(() => sealWith(undefined).open(kept, '1.token')).toThrow('WEND_SECRET_KEY is not set')
  const changed = `${kept.slice(0, -6)}${kept.at(-6) === 'A' ? 'B' : 'A'}${kept.slice(-5)}`
  expect(() => seal.open(changed, '1.token')).toThrow()
  expect(() => seal.open('sealed:1:', '1.token')).toThrow()
})

test('what was kept before there was a key is read as it is', () => {
  expect(sealWith(key).open('plain', '1.token')).toBe('plain')
  expect(sealWith(undefined).close('plain', '1.token')).toBe('plain')
})

test('a key is 32 bytes in base64', () => {
  expect(secretKey.parse(key.toString('base64'))).toEqual(key)
  for (const wrong of ['', 'x', key.toString('hex'), randomBytes(16).toString('base64')])
    expect(secretKey.safeParse(wrong).success).toBe(false)
})

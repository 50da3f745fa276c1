import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { z } from 'zod'

/** Sealed texts begin so; what does not was kept before there was a key. */
const sealed = 'sealed:1:'
const cipher = 'aes-256-gcm'
const ivBytes = 12
const tagBytes = 16

/** `WEND_SECRET_KEY`: 32 bytes in base64. */
export const secretKey = z.base64().transform((text, context) => {
  const key = Buffer.from(text, 'base64')
  if (key.length !== 32) context.addIssue('must be 32 bytes in base64, as `openssl rand -base64 32` makes them')
  return key
})

/** Closes texts, so that who holds a copy of the database reads nothing of them. `about` says what a text is, and opens no other. */
export interface Seal {
  close(text: string, about: string): string
  /** Throws where the text was sealed with another key, or is not the one it is taken for. */
  open(kept: string, about: string): string
}

/** A seal with this key. Without one texts are kept as they are. */
export const sealWith = (key: Buffer | undefined): Seal => ({
  close(text, about) {
    if (!key) return text
    const iv = randomBytes(ivBytes)
    const closing = createCipheriv(cipher, key, iv).setAAD(Buffer.from(about))
    const hidden = Buffer.concat([closing.update(text, 'utf8'), closing.final()])
    return sealed + Buffer.concat([iv, closing.getAuthTag(), hidden]).toString('base64')
  },
  open(kept, about) {
    if (!kept.startsWith(sealed)) return kept
    if (!key) throw new Error('A secret is sealed, and WEND_SECRET_KEY is not set.')
    const bytes = Buffer.from(kept.slice(sealed.length), 'base64')
    try {
      const opening = createDecipheriv(cipher, key, bytes.subarray(0, ivBytes), { authTagLength: tagBytes })
        .setAAD(Buffer.from(about))
        .setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes))
      return Buffer.concat([opening.update(bytes.subarray(ivBytes + tagBytes)), opening.final()]).toString('utf8')
    } catch {
      throw new Error('A secret was sealed with another WEND_SECRET_KEY.')
    }
  },
})

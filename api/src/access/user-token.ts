import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'

/** Why a user token proves nothing. */
export type TokenFault = 'bad-user-token' | 'user-token-expired'

/** Whom a token speaks for. */
export type TokenRead = { ok: true; userId: string } | { ok: false; fault: TokenFault }

const longest = 4_096
/** Clocks may differ by so much. */
const leewaySeconds = 60

const header = z.object({ alg: z.literal('HS256') })
const claims = z.object({
  sub: z.union([z.string().min(1), z.number()]),
  exp: z.number().optional(),
  nbf: z.number().optional(),
})

/**
 * What signs user tokens that come with this browser key: made of the workspace's own secret, so that it is kept nowhere and
 * ends with the key.
 */
export const signingSecretOf = (workspaceSecret: Buffer, keyId: string): string =>
  `wend_sign_${createHmac('sha256', workspaceSecret).update(`user-token 1 ${keyId}`).digest('base64url')}`

/** Reads a JSON Web Token signed with HMAC-SHA256 (HS256): `sub` is the user id; `exp` and `nbf` are obeyed where they are. */
export function readUserToken(token: unknown, secret: string, nowMs: number): TokenRead {
  const bad: TokenRead = { ok: false, fault: 'bad-user-token' }
  if (typeof token !== 'string' || token.length > longest) return bad
  const [head, body, signed, ...more] = token.split('.')
  if (!head || !body || !signed || more.length > 0) return bad
  const right = createHmac('sha256', secret).update(`${head}.${body}`).digest()
  const given = Buffer.from(signed, 'base64url')
  if (given.length !== right.length || !timingSafeEqual(given, right)) return bad

  const claimed = claims.safeParse(parsed(body))
  if (!header.safeParse(parsed(head)).success || !claimed.success) return bad
  const { sub, exp, nbf } = claimed.data
  const nowSeconds = nowMs / 1000
  if (exp !== undefined && nowSeconds > exp + leewaySeconds) return { ok: false, fault: 'user-token-expired' }
  if (nbf !== undefined && nowSeconds < nbf - leewaySeconds) return bad
  return { ok: true, userId: String(sub) }
}

function parsed(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString())
  } catch {
    return undefined
  }
}

import { createHmac, timingSafeEqual } from 'node:crypto'
import type { SecretOf } from './workspace-secret.ts'

/** A touch as the links in its message name it: by the visit's key. */
export interface OpenedTouch {
  workspace: number
  enrollment: string
  visit: number
}

const largestWorkspace = 2 ** 31 - 1
const shape =
  /^(([1-9]\d{0,9})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([1-9]\d{0,8}))\.([A-Za-z0-9_-]{43})(?:\.([A-Za-z0-9_-]+))?$/

const signature = (secret: Buffer, said: string): Buffer => createHmac('sha256', secret).update(said).digest()
/** What is signed; `target` is there for links, encoded. */
const said = (touch: string, target?: string): string =>
  target === undefined ? `open 1 ${touch}` : `click 1 ${touch} ${target}`

/** A token for the image in a message; `key` is the visit's. It says nothing about the person and never expires. */
export function signOpen(secret: Buffer, workspace: number, key: string): string {
  const touch = `${workspace}.${key}`
  return `${touch}.${signature(secret, said(touch)).toString('base64url')}`
}

/** A token for a link in a message. Where it leads is in it, and signed with it: nobody makes it lead elsewhere. */
export function signClick(secret: Buffer, workspace: number, key: string, target: string): string {
  const touch = `${workspace}.${key}`
  const encoded = Buffer.from(target).toString('base64url')
  return `${touch}.${signature(secret, said(touch, encoded)).toString('base64url')}.${encoded}`
}

/** Whose message it was that was opened, or undefined where nobody here has signed it. */
export async function readOpen(token: string, secretOf: SecretOf): Promise<OpenedTouch | undefined> {
  const read = await readToken(token, secretOf)
  return read && read.encoded === undefined ? read.touch : undefined
}

/** Whose message it was and where its link leads, or undefined where nobody here has signed it. */
export async function readClick(
  token: string,
  secretOf: SecretOf,
): Promise<{ touch: OpenedTouch; target: string } | undefined> {
  const read = await readToken(token, secretOf)
  if (read?.encoded === undefined) return undefined
  return { touch: read.touch, target: Buffer.from(read.encoded, 'base64url').toString() }
}

async function readToken(
  token: string,
  secretOf: SecretOf,
): Promise<{ touch: OpenedTouch; encoded: string | undefined } | undefined> {
  const [, named, workspace, enrollment, visit, signed, encoded] = shape.exec(token) ?? []
  if (!named || !enrollment || !signed || Number(workspace) > largestWorkspace) return undefined
  const secret = await secretOf(Number(workspace))
  if (!secret) return undefined
  const given = Buffer.from(signed, 'base64url')
  const right = signature(secret, said(named, encoded))
  if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined
  return { touch: { workspace: Number(workspace), enrollment, visit: Number(visit) }, encoded }
}

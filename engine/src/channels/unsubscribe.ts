import { createHmac, timingSafeEqual } from 'node:crypto'
import type { SecretOf } from './workspace-secret.ts'

/** Whom a link lets go, from which channel. `customer` is the row's id. */
export interface Unsubscribe {
  workspace: number
  customer: number
  channel: string
}

const largestWorkspace = 2 ** 31 - 1
const shape = /^([1-9]\d{0,9})\.([1-9]\d{0,15})\.([a-z][a-z0-9-]{0,31})\.([A-Za-z0-9_-]{43})$/

const signature = (secret: Buffer, named: string): Buffer =>
  createHmac('sha256', secret).update(`unsubscribe 1 ${named}`).digest()

/** A token for a link: row ids, the channel and their signature. It says nothing about the person and never expires. */
export function signUnsubscribe(secret: Buffer, workspace: number, customer: number, channel: string): string {
  const named = `${workspace}.${customer}.${channel}`
  return `${named}.${signature(secret, named).toString('base64url')}`
}

/** What a token says, or undefined where nobody here has signed it. */
export async function readUnsubscribe(token: string, secretOf: SecretOf): Promise<Unsubscribe | undefined> {
  const [, workspace, customer, channel, signed] = shape.exec(token) ?? []
  if (!workspace || !customer || !channel || !signed || Number(workspace) > largestWorkspace) return undefined
  const secret = await secretOf(Number(workspace))
  if (!secret) return undefined
  const given = Buffer.from(signed, 'base64url')
  const right = signature(secret, `${workspace}.${customer}.${channel}`)
  if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined
  return { workspace: Number(workspace), customer: Number(customer), channel }
}

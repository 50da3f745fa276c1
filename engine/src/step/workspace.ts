import { createHmac } from 'node:crypto'
import type { Language } from '@wend/nodes/sdk/issue'

/** A workspace, as steps and entries see it. */
export interface Workspace {
  name: string
  timeZone: string
  /** Of customers whose own is not known. */
  language: Language
  /** Whether opens of e-mails and clicks in them are told of. */
  tracks: boolean
  /** Keys every HMAC. */
  secret: Buffer
  /** What stands in templates for the secrets that webhooks may name: their values are put in at sending. */
  secretMarkers: Readonly<Record<string, string>>
}

/** A number in [0, 1) from these parts under the workspace's secret: sticky, and independent between parts. */
export function chanceOf(secret: Buffer, ...parts: string[]): number {
  const digest = createHmac('sha256', secret).update(JSON.stringify(parts)).digest()
  return digest.readUIntBE(0, 6) / 2 ** 48
}

/** An id that only this workspace can make from these parts, as a UUID. */
export function secretId(secret: Buffer, ...parts: string[]): string {
  const hex = createHmac('sha256', secret).update(JSON.stringify(parts)).digest('hex')
  // Version 8: an id by its maker's own method (RFC 9562).
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  )
}

import { createHmac } from 'node:crypto'
import type { FileNode, StoredEvent } from './log.ts'

/** The length of `PT3S`, `PT2H`, `P1D`, in UTC, in milliseconds. */
export function lengthMs(duration: string): number {
  const [, days = 0, hours = 0, minutes = 0, seconds = 0] =
    /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(duration) ?? []
  return (((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000
}

/** Where a split sends a customer: always the same way, by an HMAC under the workspace's secret. */
export function splitOutlet(secret: Buffer, journey: string, node: FileNode, customer: string): string {
  const digest = createHmac('sha256', secret)
    .update(JSON.stringify([journey, node.id, customer]))
    .digest()
  const branches = node.config.branches ?? []
  const total = branches.reduce((sum, { weight = 0 }) => sum + weight, 0)
  const at = (digest.readUIntBE(0, 6) / 2 ** 48) * total
  let sum = 0
  for (const { id, weight = 0 } of branches) {
    sum += weight
    if (at < sum) return id
  }
  return branches.at(-1)?.id ?? ''
}

/** A webhook's body, whose template has `{{ customer.id }}` and properties of the event at hand and of the entry. */
export const bodyOf = (node: FileNode, customer: string, hand: StoredEvent, entry: StoredEvent): string =>
  (node.config.body ?? '').replace(/\{\{ (\w+)\.(\w+) \}\}/g, (_, root: string, name: string) => {
    if (root === 'customer') return customer
    const event = root === 'entry' ? entry : hand
    return name === 'name' ? event.name : String(event.properties[name] ?? '')
  })

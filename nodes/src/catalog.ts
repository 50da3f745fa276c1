import { branch } from './branch/node.ts'
import { entryApi } from './entry-api/node.ts'
import { entryEvent } from './entry-event/node.ts'
import { exit } from './exit/node.ts'
import type { NodeType } from './sdk/define-node.ts'
import { sendEmail } from './send-email/node.ts'
import { sendInbox } from './send-inbox/node.ts'
import { sendWebhook } from './send-webhook/node.ts'
import { setAttributes } from './set-attributes/node.ts'
import { split } from './split/node.ts'
import { trackEvent } from './track-event/node.ts'
import { waitDuration } from './wait/node.ts'
import { waitForEvent } from './wait-for-event/node.ts'
import { waitUntil } from './wait-until/node.ts'

/** The node types that journeys may be drawn with. */
export interface Catalog {
  /** In the order that the palette shows. */
  readonly all: readonly NodeType[]
  find(type: string, version: number): NodeType | undefined
}

/** A catalog of these node types. Throws when two share a type and a version. */
export function createCatalog(all: readonly NodeType[]): Catalog {
  const key = (type: string, version: number): string => `${type}@${version}`
  const byKey = new Map(all.map((node) => [key(node.type, node.version), node]))
  if (byKey.size < all.length) throw new Error('two node types of the catalog have the same type and version')
  return { all, find: (type, version) => byKey.get(key(type, version)) }
}

/** The register: one line per built-in node type. */
export const catalog = createCatalog([
  entryEvent,
  entryApi,
  waitDuration,
  waitUntil,
  waitForEvent,
  branch,
  split,
  sendEmail,
  sendInbox,
  sendWebhook,
  setAttributes,
  trackEvent,
  exit,
])

import type { TestMessage } from '../api/messages.ts'
import type { Touch } from '../api/types.ts'

/** A message of the outbox: a touch, or what was sent as a test. */
export interface OutboxEntry {
  id: string
  at: string
  /** Who gets it, as a list names her. */
  who: string
  /** Absent where it shows nobody's values. */
  customer?: string
  /** What she is called, where that is known. */
  customerName?: string
  channel: string
  state: string
  /** Caught by the local outbox: nobody outside got it. */
  keptHere: boolean
  reason?: string
  content: { [key: string]: unknown }
  /** Where it came from; a test's draft may be gone. */
  from?: { journey: string; name: string; node: string; version?: number }
  attempts?: number
  /** When she opened it first, and first followed a link in it. */
  openedAt?: string
  clickedAt?: string
  /** Who sent a test. */
  testBy?: string
}

export const entryOfTouch = (touch: Touch): OutboxEntry => {
  const { id, at, customer, customerName, channel, state, reason, content, attempts, openedAt, clickedAt } = touch
  const from = { journey: touch.journey, name: touch.journeyName, node: touch.node, version: touch.version }
  return {
    id,
    at,
    who: customer,
    customer,
    channel,
    state,
    keptHere: touch.keptHere,
    content,
    from,
    attempts,
    ...(customerName && { customerName }),
    ...(reason && { reason }),
    ...(openedAt && { openedAt }),
    ...(clickedAt && { clickedAt }),
  }
}

export const entryOfTest = (test: TestMessage): OutboxEntry => {
  const { id, at, customer, channel, state, reason, content, recipient, by } = test
  return {
    id,
    at,
    who: recipient || (customer ?? by),
    channel,
    state,
    keptHere: test.keptHere,
    content,
    testBy: by,
    ...(customer !== null && { customer }),
    ...(reason !== null && { reason }),
    ...(test.journey !== null && {
      from: { journey: test.journey, name: test.journeyName ?? '', node: test.node },
    }),
  }
}

/** What stands where a mail program shows the subject. */
export const titleOf = ({ content }: OutboxEntry): string | undefined =>
  [content.subject, content.title, content.url].find((text) => typeof text === 'string' && text !== '')?.toString()

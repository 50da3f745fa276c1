import type { Message } from '@wend/nodes/sdk/define-node'
import type { Language } from '@wend/nodes/sdk/issue'
import type { Json, JsonObject } from '@wend/nodes/sdk/json'

/** Who a touch goes to. */
export interface Recipient {
  workspace: number
  /** The row's id. */
  customer: number
  /** Her id as sent. */
  id: string
  attributes: Readonly<JsonObject>
  /** The journey's and the workspace's words, for headers and footers. */
  workspaceName: string
  /** What she is written in where her own language is not known. Default: English. */
  language?: Language
  /** Whether it is told when she opens what she gets, and follows its links: of touches, where the workspace wants that. */
  tracked?: boolean
}

/**
 * What came of one attempt. `later`: worth another attempt; `mayHaveArrived` where nobody can say that this one did not.
 * `in-doubt`: it may or may not have arrived.
 */
export type Attempt =
  | { came: 'delivered'; answer?: Json }
  | { came: 'failed'; reason: string }
  | { came: 'later'; reason: string; retryAfterMs?: number; slow?: boolean; mayHaveArrived?: boolean }
  | { came: 'in-doubt'; reason: string }

/** What is kept with the touch and sent at every attempt, or why it may not go. */
export type Prepared = { content: JsonObject } | { blocked: string }

/** One way to reach a customer. */
export interface Channel<M extends Message = Message> {
  /** Whether the other side takes a repeated key for the same message, so that an attempt in doubt may be repeated. */
  honoursKeys: boolean
  /** Renders what is kept once for all attempts: address, MJML to HTML, unsubscribe link. `key` is the visit's. */
  prepare(message: M, recipient: Recipient, key: string): Promise<Prepared>
  /** Whether the destination was slow lately, or always wants the delivery queue. */
  isSlow(content: JsonObject): boolean
  /** Who is called, where there is somebody to wait for: calls to one destination at once are limited. */
  destination?(content: JsonObject): string | undefined
  /** One attempt within `timeLimitMs`. Never throws for what the other side does. */
  send(content: JsonObject, recipient: Recipient, key: string, timeLimitMs: number): Promise<Attempt>
}

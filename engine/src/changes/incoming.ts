import type { JsonObject } from '@wend/nodes/sdk/json'

/** A message about a customer, checked and in our own words: what every change comes in as. */
export interface Incoming {
  kind: 'track' | 'identify' | 'page' | 'screen'
  /** Accepted once in 30 days. */
  messageId: string
  /** At least one of the two. */
  userId?: string | undefined
  anonymousId?: string | undefined
  /** The event's name; `identify`, `page` and `screen` are named so. */
  name: string
  properties: JsonObject
  /** Attributes to set; null removes. */
  attributes: JsonObject
  /** Attributes to set where she has none: `timezone`, `locale` from the message's context. */
  fill: JsonObject
  /** When it happened. Milliseconds since 1970, at most the time it was received. */
  atMs: number
  /** How many journeys stand between it and something a customer did. */
  hops: number
  /** Came by a browser key, which is public: with her user token, or without, so that anybody may have made it up. */
  browser?: 'signed' | 'unsigned'
}

import { randomUUID } from 'node:crypto'
import type { Incoming } from '@wend/engine/changes/incoming'
import { isLargerThan } from '@wend/engine/storage/json-size'
import type { Issue, Language } from '@wend/nodes/sdk/issue'
import type { JsonObject } from '@wend/nodes/sdk/json'
import { readUserToken } from '../access/user-token.ts'
import { faultOf, isObject, shortened } from '../plain-json.ts'
import { issue } from '../problems.ts'
import type { IssueCode } from '../texts.ts'
import { readTimestamp } from './timestamp.ts'

export const kinds = ['track', 'identify', 'page', 'screen', 'group', 'alias'] as const
export type Kind = (typeof kinds)[number]

/** The largest message, in bytes of JSON. */
export const mostMessageBytes = 32_000
const deepest = 20
const dayMs = 86_400_000
const longestId = 500
const longestName = 200

/** What a message came with. */
export interface Arrival {
  /** By our clock, in milliseconds since 1970. */
  receivedMs: number
  language: Language
  /** It came by a browser key, which is public: who is known is written with her user token only. */
  browser?: { signingSecret: string }
  /** The batch's, where the message has none of its own. */
  sentAt?: unknown
  context?: unknown
}

/** A message in our own words, or why it is set aside and what is kept of it. */
export type Checked = { ok: true; message: Incoming } | { ok: false; issues: Issue[]; kept: string }

/**
 * Checks one message of Segment's format. Every fault is named at once, but for what cannot be looked into: too large,
 * too deep, texts that cannot be stored. `kind` is the route's; in a batch the message's own `type` says it.
 */
export function checkMessage(sent: unknown, kind: Kind | undefined, arrival: Arrival): Checked {
  const { language } = arrival
  const refuse = (issues: Issue[]): Checked => ({ ok: false, issues, kept: keptOf(sent) })
  const say = (code: IssueCode, path: string): Issue => issue(code, path, language)

  if (!isObject(sent)) return refuse([say('not-an-object', '')])
  const unsound = faultOf(sent, deepest)
  if (unsound) return refuse([say(unsound.code, unsound.path)])
  if (isLargerThan(sent, mostMessageBytes)) return refuse([say('too-large', '')])

  const type = kind ?? kinds.find((each) => each === sent.type)
  if (!type) return refuse([say('unknown-type', '/type')])
  if (type === 'group' || type === 'alias') return refuse([say('not-available', '/type')])

  const issues: Issue[] = []
  const userId = idOf(sent.userId)
  const anonymousId = idOf(sent.anonymousId)
  if (userId === null) issues.push(say('bad-id', '/userId'))
  if (anonymousId === null) issues.push(say('bad-id', '/anonymousId'))
  if (userId === undefined && anonymousId === undefined) issues.push(say('no-id', '/userId'))
  const fault = arrival.browser && userId ? tokenFault(sent, userId, arrival, arrival.browser.signingSecret) : undefined
  if (fault) issues.push(say(fault.code, fault.path))
  const messageId = idOf(sent.messageId)
  if (messageId === null) issues.push(say('bad-id', '/messageId'))

  const name = type === 'track' ? sent.event : type
  if (typeof name !== 'string' || name.length === 0 || name.length > longestName)
    issues.push(say('bad-event-name', '/event'))
  const about = objectOf(type === 'identify' ? sent.traits : sent.properties)
  if (!about) issues.push(say('not-an-object', type === 'identify' ? '/traits' : '/properties'))
  const atMs = timeOf(sent, arrival)
  if (typeof atMs !== 'number') issues.push(say(atMs.code, atMs.path))

  if (issues.length > 0 || typeof name !== 'string' || !about || typeof atMs !== 'number') return refuse(issues)
  return {
    ok: true,
    message: {
      kind: type,
      messageId: messageId ?? `wend-${randomUUID()}`,
      ...(userId ? { userId } : {}),
      ...(anonymousId ? { anonymousId } : {}),
      name,
      properties: type === 'page' || type === 'screen' ? { ...about, ...namesOf(sent) } : about,
      attributes: type === 'identify' ? about : {},
      fill: fillOf(isObject(sent.context) ? sent.context : arrival.context),
      atMs,
      hops: 0,
      ...(arrival.browser ? { browser: userId ? 'signed' : 'unsigned' } : {}),
    },
  }
}

/** What tells a message apart: all that is kept of one that is too large. */
const telling = ['type', 'event', 'name', 'messageId', 'userId', 'anonymousId', 'timestamp']

/** What is kept of a message that is set aside, as JSON text: all but what opens something, unless it is too large. */
export function keptOf(sent: unknown): string {
  if (!isObject(sent)) return String(shortened(sent, deepest + 1)).slice(0, mostMessageBytes)
  const { writeKey: _, ...rest } = sent
  const { context } = rest
  if (isObject(context) && 'userToken' in context) rest.context = { ...context, userToken: '[user token]' }
  const whole = shortened(rest, deepest + 1)
  if (Buffer.byteLength(whole) <= mostMessageBytes) return whole
  const told = telling
    .filter((name) => Object.hasOwn(rest, name))
    .map((name) => [name, String(rest[name]).slice(0, 500)])
  return JSON.stringify(Object.fromEntries(told))
}

/** Why a browser may not write this user: her token is missing, is not hers, or does not hold. */
function tokenFault(
  sent: Record<string, unknown>,
  userId: string,
  { context: around, receivedMs }: Arrival,
  secret: string,
): { code: IssueCode; path: string } | undefined {
  const own = isObject(sent.context) ? sent.context.userToken : undefined
  const token = own ?? (isObject(around) ? around.userToken : undefined)
  if (token === undefined || token === null) return { code: 'needs-user-token', path: '/userId' }
  const path = '/context/userToken'
  const read = readUserToken(token, secret, receivedMs)
  if (!read.ok) return { code: read.fault, path }
  return read.userId === userId ? undefined : { code: 'user-token-of-another', path }
}

/** Text, or a number as text; undefined where there is none, null where it is no id. */
function idOf(sent: unknown): string | undefined | null {
  if (sent === undefined || sent === null || sent === '') return undefined
  if (typeof sent === 'number') return String(sent)
  return typeof sent === 'string' && sent.length <= longestId ? sent : null
}

/** An object of JSON; an empty one where there is none. The whole message was parsed from JSON and checked. */
function objectOf(sent: unknown): JsonObject | undefined {
  if (sent === undefined || sent === null) return {}
  return isJsonObject(sent) ? sent : undefined
}

const isJsonObject = (value: unknown): value is JsonObject => isObject(value)

/** A page and a screen keep their name and category among their properties. */
const namesOf = ({ name, category }: Record<string, unknown>): JsonObject => ({
  ...(typeof category === 'string' ? { category } : {}),
  ...(typeof name === 'string' ? { name } : {}),
})

/** When it happened: received − (sentAt − timestamp), at most now. */
function timeOf(sent: Record<string, unknown>, arrival: Arrival): number | { code: IssueCode; path: string } {
  const timestamp = instantOf(sent.timestamp)
  const sentAt = instantOf(sent.sentAt ?? arrival.sentAt)
  if (timestamp === null) return { code: 'bad-timestamp', path: '/timestamp' }
  if (sentAt === null) return { code: 'bad-timestamp', path: '/sentAt' }
  if (timestamp === undefined) return arrival.receivedMs
  const atMs = sentAt === undefined ? timestamp : arrival.receivedMs - (sentAt - timestamp)
  if (atMs < 0 || atMs > arrival.receivedMs + dayMs) return { code: 'time-out-of-range', path: '/timestamp' }
  return Math.min(atMs, arrival.receivedMs)
}

const instantOf = (sent: unknown): number | undefined | null =>
  sent === undefined || sent === null ? undefined : typeof sent === 'string' ? (readTimestamp(sent) ?? null) : null

/** Where and how she lives, as her client tells it. */
function fillOf(context: unknown): JsonObject {
  if (!isObject(context)) return {}
  const { timezone, locale } = context
  return {
    ...(typeof timezone === 'string' && isTimeZone(timezone) ? { timezone } : {}),
    ...(typeof locale === 'string' && /^[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*$/.test(locale) ? { locale } : {}),
  }
}

const timeZones = new Map<string, boolean>()

function isTimeZone(name: string): boolean {
  if (name.length > 64) return false
  const known = timeZones.get(name)
  if (known !== undefined) return known
  let is = true
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
  } catch {
    is = false
  }
  if (timeZones.size >= 2_000) timeZones.clear()
  timeZones.set(name, is)
  return is
}

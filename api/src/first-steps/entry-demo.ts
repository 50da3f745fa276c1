import { randomUUID } from 'node:crypto'
import type { Plan } from '@wend/engine/journey/plan'
import type { SeenPlace } from '@wend/engine/reads/seen'
import { splitField } from '@wend/engine/rules/read-leaf'
import { type Invented, satisfy } from '@wend/engine/rules/satisfy'
import type { Language } from '@wend/nodes/sdk/issue'
import type { Json, JsonObject } from '@wend/nodes/sdk/json'
import { demoPerson } from './demo.ts'

const customers = 5
const apartMs = 1_000
/** Each is tried by somebody. */
export const mostEntries = customers

/** What demo customers of one journey send, and which of its entries they cannot come in by. */
export interface EntryDemo {
  users: string[]
  messages: object[]
  /** Those who are let in by API, and with which properties. */
  asked: { users: string[]; properties: JsonObject } | undefined
  /** Entries whose rule could not be met by what is invented. */
  unmet: string[]
}

/**
 * A few demo customers for the entries of one journey, in turn: each is identified, did before what the entry's rule counts, and
 * sends its event. `seen`: by event, the properties that were received.
 */
export function entryDemo(
  plan: Plan,
  seen: ReadonlyMap<string, readonly SeenPlace[]>,
  { nth, language, nowMs }: { nth: number; language: Language; nowMs: number },
): EntryDemo {
  const tried = plan.entries
    .slice(0, mostEntries)
    .map((entry) => ({ entry, invented: inventFor(plan, entry, seen, { nth, language, nowMs }) }))
  const possible = tried.flatMap(({ entry, invented }) => (invented ? [{ entry, invented }] : []))
  const made = Array.from({ length: possible.length === 0 ? 0 : customers }, (_, index) => {
    const person = demoPerson(nth, index, language)
    const { entry, invented } = possible[index % possible.length] ?? {}
    return { person, source: entry?.source, invented: invented?.(index) }
  })
  const users = made.map(({ person }) => person.userId)
  const messages = made.flatMap(({ person: { userId, traits }, source, invented }) => {
    const names = [...(invented?.before ?? []), ...(source?.by === 'event' ? [source.event] : [])]
    const at = (place: number) => new Date(nowMs - (names.length - place) * apartMs).toISOString()
    return [
      { type: 'identify', messageId: randomUUID(), userId, traits: invented?.customer ?? traits, timestamp: at(0) },
      ...names.map((event, place) => ({
        type: 'track',
        messageId: randomUUID(),
        userId,
        event,
        // What she did before is of the same make where it is the same event.
        properties: source?.by === 'event' && event === source.event ? (invented?.properties ?? {}) : {},
        timestamp: at(place),
      })),
    ]
  })
  const byApi = made.filter(({ source }) => source?.by === 'api')
  return {
    users,
    messages,
    asked:
      byApi.length === 0
        ? undefined
        : { users: byApi.map(({ person }) => person.userId), properties: byApi[0]?.invented?.properties ?? {} },
    unmet: tried.flatMap(({ entry, invented }) => (invented ? [] : [entry.node])),
  }
}

type Made = { nth: number; language: Language; nowMs: number }

/** Who could come in by an entry, by her place; undefined where its rule cannot be met. */
function inventFor(
  { settings }: Plan,
  { source }: Plan['entries'][number],
  seen: ReadonlyMap<string, readonly SeenPlace[]>,
  { nth, language, nowMs }: Made,
): ((index: number) => Invented | undefined) | undefined {
  if (source.by === 'api') {
    const properties = Object.fromEntries((source.properties ?? []).map((name): [string, Json] => [name, 'demo']))
    return (index) => ({ customer: demoPerson(nth, index, language).traits, properties, before: [] })
  }
  const { event, where } = source
  const inventAt = (index: number) => {
    const { userId, traits } = demoPerson(nth, index, language)
    const properties = exampleOf(seen.get(event) ?? [], index, userId)
    // A key that lets in once is another for each of them.
    const { root, rest } = splitField(settings.reEntry?.key ?? '')
    if (root === 'event' && rest !== '' && !rest.includes('.')) properties[rest] = userId
    return satisfy(where, { event, customer: traits, properties, nowMs, fixed: ['email'] })
  }
  return inventAt(0) && inventAt
}

const namesSomebody =
  /(^|[._])(id|uid|email|e_?mail|phone|tel|mobile|address|name|url|link|token|code)$|(Id|Email|Phone|Name|Url|Token|Code)$/i
/** An address, or a number by which somebody is reached. */
const reachesSomebody = /@|\d{7}|:\/\//

/** Properties as they were received, another of them for each place; what could name or reach somebody real is invented. */
export function exampleOf(places: readonly SeenPlace[], index: number, invented: string): JsonObject {
  const properties: JsonObject = {}
  for (const { path, samples, kinds } of places) {
    const sample = samples[index % samples.length]
    if (sample === undefined || path.includes('.')) continue
    const isTime = kinds.length > 0 && kinds.every((kind) => kind === 'time')
    const isReal =
      namesSomebody.test(path) || (!isTime && reachesSomebody.test(String(sample).replace(/[\s().-]/g, '')))
    Object.defineProperty(properties, path, {
      value: isReal ? invented : sample,
      enumerable: true,
      configurable: true,
      writable: true,
    })
  }
  return properties
}

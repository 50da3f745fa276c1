import type { Incoming } from '@wend/engine/changes/incoming'
import { type Taken, takeMessages, takenOf } from '@wend/engine/changes/take-messages'
import type { Together } from '@wend/engine/changes/together'
import { keepRejected } from '@wend/engine/reads/rejected'
import type { Issue, Language } from '@wend/nodes/sdk/issue'
import { z } from 'zod'
import { basicUser, operatorOf, writerOf } from '../access/access.ts'
import type { KeyHolder, Keys } from '../access/keys.ts'
import type { Metrics } from '../metrics.ts'
import { faultOf, isObject } from '../plain-json.ts'
import { issue, Problem } from '../problems.ts'
import { type ReadBody, readBody } from '../read-body.ts'
import { note } from '../request-log.ts'
import { type Answer, noBody, noQuery, type Route, route, type Situation } from '../route.ts'
import type { Load } from './load.ts'
import { type Arrival, checkMessage, type Kind, keptOf, mostMessageBytes } from './message.ts'

/** The largest body, in bytes unpacked. */
const mostBytes = 500_000
const mostMessages = 2_000

/** What the routes that write events work with. */
export interface Tracking {
  keys: Keys
  metrics: Metrics
  load: Load
  together: Together
}

/** Segment's HTTP tracking format, under long and short names, and the import of history. */
export const trackingRoutes = (tracking: Tracking): Route[] => [
  ...single.flatMap(({ kind, paths }) => paths.map((path) => singleRoute(kind, path, tracking))),
  ...['/v1/batch', '/v1/b'].map((path) => batchRoute(path, tracking)),
  importRoute(tracking),
]

/** The paths that browsers of other origins may call. */
export const trackingPaths = (): string[] => [...single.flatMap(({ paths }) => paths), '/v1/batch', '/v1/b']

const single: { kind: Kind; paths: string[] }[] = [
  { kind: 'track', paths: ['/v1/track', '/v1/t'] },
  { kind: 'identify', paths: ['/v1/identify', '/v1/i'] },
  { kind: 'page', paths: ['/v1/page', '/v1/p'] },
  { kind: 'screen', paths: ['/v1/screen', '/v1/s'] },
  { kind: 'group', paths: ['/v1/group', '/v1/g'] },
  { kind: 'alias', paths: ['/v1/alias', '/v1/a'] },
]

const userToken =
  'With a browser key, needed where there is a userId: a JSON Web Token (RFC 7519) that your backend signs with HS256 and the ' +
  'key’s signing secret, `sub` the user id; `exp` is obeyed. See POST /v1/keys'
const id = z.union([z.string(), z.number()]).nullish()
const message = z
  .looseObject({
    type: z
      .string()
      .optional()
      .meta({ description: 'Of a message in a batch: track, identify, page, screen, group, alias' }),
    messageId: id.meta({ description: 'Accepted once in 30 days; made where it is missing' }),
    userId: id,
    anonymousId: id.meta({ description: 'At least one of the two' }),
    event: z.string().optional().meta({ description: 'Of track: its name' }),
    name: z.string().optional().meta({ description: 'Of page and screen' }),
    properties: z.record(z.string(), z.unknown()).nullish(),
    traits: z
      .record(z.string(), z.unknown())
      .nullish()
      .meta({ description: 'Of identify: attributes to set; null removes' }),
    context: z
      .looseObject({
        timezone: z.string().optional(),
        locale: z.string().optional(),
        userToken: z.string().optional().meta({ description: userToken }),
      })
      .nullish(),
    timestamp: z.string().nullish().meta({ description: 'ISO 8601' }),
    sentAt: z.string().nullish().meta({ description: 'ISO 8601; with it the client’s clock is corrected' }),
    writeKey: z.string().optional(),
  })
  .meta({ id: 'TrackingMessage' })
const batch = z
  .looseObject({
    batch: z.array(message).max(mostMessages),
    context: z
      .looseObject({ userToken: z.string().optional().meta({ description: 'For every message that has none' }) })
      .nullish(),
    sentAt: z.string().nullish(),
    writeKey: z.string().optional(),
  })
  .meta({ id: 'TrackingBatch' })
const taken = z
  .object({
    success: z.literal(true),
    accepted: z.int().meta({ description: 'Messages that are durable and count from now on' }),
    repeated: z.int().meta({ description: 'Messages whose id was accepted before' }),
    rejected: z.int().meta({ description: 'Messages set aside: see /v1/events/rejected' }),
  })
  .meta({ id: 'TrackingAnswer' })

const answers = { 200: { description: 'Durable', schema: taken } }

const singleRoute = (kind: Kind, path: string, { keys, metrics, load, together }: Tracking): Route =>
  route({
    method: 'post',
    path,
    tag: 'Tracking',
    summary: `Take one ${kind} message`,
    caller: 'write-key',
    query: noQuery,
    body: noBody,
    ownBody: message,
    answers,
    async handle(situation) {
      const read = await receive(situation, load)
      const writer = await writerOf(situation.request, isObject(read.value) ? read.value.writeKey : undefined, keys)
      if (read.bytes > mostMessageBytes) throw new Problem('too-large')
      const { language } = situation
      const checked = checkMessage(read.value, kind, { receivedMs: Date.now(), language, ...browserOf(writer) })
      const isKept = !checked.ok && checked.issues.every(({ code }) => code === 'not-available')
      if (!checked.ok && !isKept) throw new Problem('invalid-message', checked.issues)
      return load.under(read.bytes, () =>
        take(situation, metrics, writer.workspace, {
          sound: checked.ok ? [{ message: checked.message, sent: read.value }] : [],
          rejected: checked.ok ? [] : [{ message: checked.kept, issues: checked.issues }],
          takeAll: (messages) => takeTogether(together, writer.workspace, messages),
          isOne: true,
        }),
      )
    },
  })

const batchRoute = (path: string, { keys, metrics, load, together }: Tracking): Route =>
  route({
    method: 'post',
    path,
    tag: 'Tracking',
    summary: 'Take up to 2,000 messages',
    description: 'An invalid message is set aside with its reason, the others are taken.',
    caller: 'write-key',
    query: noQuery,
    body: noBody,
    ownBody: batch,
    answers,
    async handle(situation) {
      const read = await receive(situation, load)
      const writer = await writerOf(situation.request, isObject(read.value) ? read.value.writeKey : undefined, keys)
      const { language } = situation
      const sorted = sort(messagesOf(read, language), { language, ...browserOf(writer) }, read.value)
      return load.under(read.bytes, () =>
        take(situation, metrics, writer.workspace, {
          ...sorted,
          takeAll: (messages) => takeTogether(together, writer.workspace, messages),
        }),
      )
    },
  })

const importRoute = ({ keys, metrics, load }: Tracking): Route =>
  route({
    method: 'post',
    path: '/v1/import',
    tag: 'Tracking',
    summary: 'Take history',
    description:
      'The same messages as a batch: stored, applied and counted by their own time, but they start and wake nothing.',
    caller: 'write-or-api-key',
    query: noQuery,
    body: noBody,
    ownBody: batch,
    answers,
    problems: [403],
    async handle(situation) {
      const { request, language } = situation
      const read = await receive(situation, load)
      const bodyKey = isObject(read.value) ? read.value.writeKey : undefined
      const isWriter = basicUser(request) !== undefined || (bodyKey !== undefined && !request.headers.authorization)
      const caller = isWriter ? await writerOf(request, bodyKey, keys) : await operatorOf(request, keys)
      if ('kind' in caller && caller.kind !== 'write-server') throw new Problem('wrong-key')
      const sorted = sort(messagesOf(read, language), { language }, read.value)
      return load.under(read.bytes, () =>
        take(situation, metrics, caller.workspace, {
          ...sorted,
          takeAll: (messages) => takeMessages(situation.engine, caller.workspace, messages, { silent: true }),
        }),
      )
    },
  })

/** Takes what a request brought in one transaction with what others bring meanwhile. Nothing to take asks for none. */
const takeTogether = async (together: Together, workspace: number, messages: readonly Incoming[]): Promise<Taken> =>
  takenOf(messages.length === 0 ? [] : await together.take(workspace, messages))

/** Reads a body, unless there is no room for what it may bring. */
function receive({ request, response }: Situation, load: Load): Promise<ReadBody> {
  load.refuseBeyond()
  return readBody(request, response, mostBytes)
}

/** The messages of a batch. Throws `invalid-message`, `too-many-messages`. */
function messagesOf({ value }: ReadBody, language: Language): unknown[] {
  if (!isObject(value)) throw new Problem('invalid-message', [issue('not-an-object', '', language)])
  const { batch: messages } = value
  if (!Array.isArray(messages)) throw new Problem('invalid-message', [issue('not-a-list', '/batch', language)])
  if (messages.length > mostMessages) throw new Problem('too-many-messages')
  return messages
}

const browserOf = ({ signingSecret }: KeyHolder): Pick<Arrival, 'browser'> =>
  signingSecret === undefined ? {} : { browser: { signingSecret } }

interface Rejected {
  message: string
  issues: Issue[]
}

/** A message that can be taken, and as it was sent. */
interface Sound {
  message: Incoming
  sent: unknown
}

interface Sorted {
  sound: Sound[]
  rejected: Rejected[]
}

/** Parts what can be taken from what is set aside. */
function sort(sent: readonly unknown[], who: Pick<Arrival, 'browser' | 'language'>, around: unknown): Sorted {
  // Of what stands around the messages only these two are read, and the context only where it is sound.
  const { sentAt, context } = isObject(around) ? around : {}
  const arrival: Arrival = {
    ...who,
    receivedMs: Date.now(),
    sentAt,
    context: faultOf(context, 20) ? undefined : context,
  }
  const sound: Sound[] = []
  const rejected: Rejected[] = []
  for (const each of sent) {
    const checked = checkMessage(each, undefined, arrival)
    if (checked.ok) sound.push({ message: checked.message, sent: each })
    else rejected.push({ message: checked.kept, issues: checked.issues })
  }
  return { sound, rejected }
}

/**
 * Takes what is sound first: a client that repeats the request after a fault repeats nothing by it. What only the database
 * could refuse is set aside too; where it `isOne` message alone, it is thrown as `invalid-message`.
 */
async function take(
  { engine, response, language }: Situation,
  metrics: Metrics,
  workspace: number,
  { sound, rejected, takeAll, isOne }: Sorted & { takeAll(messages: Incoming[]): Promise<Taken>; isOne?: boolean },
): Promise<Answer> {
  note(response, { workspace })
  const beganMs = performance.now()
  const messages = sound.map(({ message }) => message)
  const { accepted, repeated, refused } = await takeAll(messages)
  const late = refused.map(({ nth, code }) => {
    const path = code === 'claimed-anonymous-id' ? '/anonymousId' : '/traits'
    return { message: keptOf(sound[nth]?.sent), issues: [issue(code, path, language)] }
  })
  if (isOne && late[0]) throw new Problem('invalid-message', late[0].issues)
  const aside = [...rejected, ...late]
  await keepRejected(engine, workspace, aside)
  metrics.ingested({ accepted, repeated, rejected: aside.length }, (performance.now() - beganMs) / 1000)
  return { status: 200, body: { success: true, accepted, repeated, rejected: aside.length } }
}

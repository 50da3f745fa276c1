import { journey } from '@wend/engine/journey/journey'
import { endReasons } from '@wend/engine/lifecycle/counts'
import { families } from '@wend/engine/lifecycle/drafts'
import { z } from 'zod'
import { instant } from '../schemas.ts'

export const journeyFile = journey.meta({ id: 'Journey', description: 'A journey file: what operators draw' })
export const state = z.enum(['draft', 'live', 'paused', 'stopped']).meta({ id: 'JourneyState' })
const count = z.int().min(0)

const common = {
  id: z.uuid(),
  state,
  revision: z.int().meta({ description: 'Goes up with every save; its ETag names it' }),
  liveVersion: z.int().nullable().meta({ description: 'The version that customers enter' }),
  createdAt: instant,
  updatedAt: instant,
  updatedBy: z.string(),
  family: z.enum(families).nullable().meta({ description: 'What it is for, where that was said' }),
}

export const journeyResource = z.object({ ...common, draft: journeyFile }).meta({ id: 'JourneyResource' })

export const journeyRow = z
  .object({
    ...common,
    name: z.string(),
    draftDiffers: z.boolean().meta({
      description: 'Of a published journey: its draft says something else than the version that customers enter',
    }),
    counts: z.object({
      entered: count,
      active: count,
      ended: count,
      week: z
        .object({ entered: count, goals: count, failed: count })
        .meta({ description: 'Of today and the six days before it, UTC' }),
    }),
  })
  .meta({ id: 'JourneyRow' })

export const inFlight = z.strictObject({
  inFlight: z.enum(['finish', 'move']).default('finish').meta({
    description: 'What becomes of customers inside: they finish on their version (`move` is not available yet)',
  }),
  removed: z
    .record(z.string().max(64), z.string().max(64))
    .default({})
    .meta({ description: 'What becomes of customers at removed nodes (not available yet)' }),
})

const version = {
  journey: z.uuid(),
  number: z.int(),
  plan: z.string().meta({ description: 'The plan’s hash, hex: versions that run alike have the same' }),
  publishedAt: instant,
  publishedBy: z.string(),
}
export const versionSchema = z.object(version).meta({ id: 'Version' })
export const listedVersion = z
  .object({ ...version, inside: count.meta({ description: 'Customers inside it now' }) })
  .meta({ id: 'ListedVersion' })
export const versionWithGraph = z.object({ ...version, graph: journeyFile }).meta({ id: 'VersionWithGraph' })

const nodeCounts = z
  .object({
    here: count.meta({ description: 'Customers resting there now' }),
    passed: count.meta({ description: 'Visits that went well' }),
    failed: count,
    blocked: count,
    delivered: count.meta({ description: 'Touches made there that arrived' }),
    inDoubt: count.meta({ description: 'Touches made there that may have arrived: nobody knows' }),
    opened: count.meta({ description: 'Of those that arrived, as far as their channel tells' }),
    clicked: count.meta({ description: 'Of those opened: a link in them was followed' }),
    outlets: z.record(z.string(), count),
  })
  .meta({ id: 'NodeCounts' })

export const countsSchema = z
  .object({
    entered: count,
    active: count,
    ended: z.object(Object.fromEntries(endReasons.map((reason) => [reason, count]))),
    nodes: z.record(z.string(), nodeCounts),
  })
  .meta({ id: 'Counts' })

export const enrollmentSchema = z
  .object({
    id: z.uuid(),
    customer: z.string(),
    customerName: z.string().nullable().meta({ description: 'Her name or e-mail address, where one is known' }),
    version: z.int(),
    state: z.enum(['ready', 'waiting', 'delivering', 'held', 'ended']),
    reason: z.enum(endReasons).nullable(),
    note: z.string().nullable(),
    node: z.string().meta({ description: 'Where she stands, or ended' }),
    enteredAt: instant,
    dueAt: instant.nullable().meta({ description: 'When she goes on at the latest' }),
    endedAt: instant.nullable(),
    goalAt: instant.nullable(),
    visit: z
      .object({
        id: z.string(),
        node: z.string(),
        outlet: z.string().nullable(),
        state: z.string(),
        reason: z.string().nullable(),
        at: instant,
      })
      .nullable()
      .meta({ description: 'The visit behind the number, where visits were asked for' }),
  })
  .meta({ id: 'Enrollment' })

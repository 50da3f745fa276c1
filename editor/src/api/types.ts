import type { Config } from '../store/journey.ts'
import type { components, operations } from './openapi.d.ts'

type Schemas = components['schemas']

export type NodeTexts = Schemas['NodeTexts']
/** A node type as the server tells it; its schema and defaults are any JSON. */
export type NodeType = Omit<Schemas['NodeType'], 'schema' | 'defaults' | 'texts'> & {
  schema: Config
  defaults: Config
  texts: Record<string, NodeTexts | undefined>
}
export type Category = NodeType['category']
export type JourneyState = Schemas['JourneyState']
export type JourneyRow = Schemas['JourneyRow']
export type Present = Schemas['Present']
export type Thread = Schemas['CommentThread']
export type Operator = Schemas['Operator']
export type ListedVersion = Schemas['ListedVersion']
export type Counts = Schemas['Counts']
export type Enrollment = Schemas['Enrollment']
export type TimelineItem = Schemas['TimelineItem']
export type RejectedMessage = Schemas['RejectedMessage']
export type EventVolume = Schemas['EventVolume']
export type SeenEvent = Schemas['SeenEvent']
export type SeenPlace = Schemas['SeenPlace']
export type RuleCount = Schemas['RuleCount']
export type WhyNotEntered = Schemas['WhyNotEntered']

type EnrollmentQuery = NonNullable<operations['getJourneysIdEnrollments']['parameters']['query']>
/** What a number's customers are asked by. */
export type Behind = Pick<EnrollmentQuery, 'node' | 'state' | 'outlet' | 'reason'>

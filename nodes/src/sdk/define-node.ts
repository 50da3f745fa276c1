import type { z } from 'zod'
import type { Issue, Language } from './issue.ts'
import type { Json, JsonObject } from './json.ts'
import type { Rule } from './rule.ts'

export type Category = 'enter' | 'wait' | 'decide' | 'touch' | 'reward' | 'data' | 'hand-over' | 'end'

/** What a customer did: the event that began the enrollment, or the one at hand. */
export interface Occurrence {
  name: string
  properties: JsonObject
  /** When it happened, by its own clock corrected for skew. Milliseconds since 1970. */
  atMs: number
}

/** What ended a wait, or came of a delivery. */
export interface Wake {
  /** `time`, a branch's id, `delivered`, `failed` or `blocked`. */
  by: string
  /** The event that took the branch. */
  event?: Occurrence | undefined
  /** Why a delivery failed or was blocked: a code, `no-address`. */
  reason?: string | undefined
  /** What the other side answered to a delivery. */
  answer?: Json | undefined
}

/** Renders Liquid with `customer`, `event`, `entry`, `journey`, `workspace` (and `secrets` in webhooks), escaped for where the text stands. */
export interface Render {
  text(template: string): string
  html(template: string): string
  /** Values are escaped as the inside of a JSON string. */
  json(template: string): string
  /** Values are percent-encoded; none may stand in scheme, host or port. */
  url(template: string): string
  /** Line breaks are removed. */
  header(template: string): string
}

/** What a node may look at. Read-only; the same live, in rehearsal and in tests. */
export interface StepContext {
  /** Now, by Postgres's clock. Milliseconds since 1970. */
  nowMs: number
  /** When this node was reached. Milliseconds since 1970. */
  arrivedMs: number
  /** The visit's key: keys every effect. */
  key: string
  customer: { id: string; attributes: Readonly<JsonObject>; timeZone: string }
  entry: Occurrence
  event: Occurrence
  /** The instant that lies `duration` after the arrival, in the customer's calendar. */
  after(duration: string): number
  /** Whether a rule holds now. What it saw is kept with the visit. */
  holds(rule: Rule): boolean
  render: Render
  /** In [0, 1): the same for this customer at this node for ever, independent of all others. */
  chance: number
}

/** What a node may change about its customer as it is left. `null` removes an attribute. */
export interface Changes {
  attributes?: JsonObject
  events?: { name: string; properties: JsonObject }[]
}

export interface Leave {
  kind: 'leave'
  outlet: string
  changes?: Changes | undefined
}
export interface Finish {
  kind: 'finish'
  reason?: string | undefined
}
/** One way for an event to end a wait: the first drawn that matches. */
export interface Awaited {
  id: string
  event: string
  where?: Rule | undefined
}
export interface Wait {
  kind: 'wait'
  untilMs: number
  on: readonly Awaited[]
}

export type Message =
  | {
      channel: 'email'
      subject: string
      /** HTML or MJML. */
      html: string
      /** The same for those who read text. Never empty. */
      text: string
      /** Plain text. */
      preheader?: string
      from?: string
      replyTo?: string
    }
  | {
      channel: 'inbox'
      title: string
      body: string
      link?: string
      form: 'message' | 'popup' | 'badge'
      /** When it disappears. Milliseconds since 1970. */
      expiresMs?: number
    }
  | { channel: 'webhook'; url: string; method: string; headers: Record<string, string>; body?: string }

export interface Deliver {
  kind: 'deliver'
  message: Message
}

/** What a node answers. */
export type Outcome = Leave | Finish | Wait | Deliver

/** Goes on by an outlet, changing the customer on the way. */
export const leave = (outlet: string, changes?: Changes): Leave => ({ kind: 'leave', outlet, changes })
/** Ends the enrollment as completed. */
export const finish = (reason?: string): Finish => ({ kind: 'finish', reason })
/** Rests until an instant, or until one of several events. */
export const wait = ({ untilMs, on = [] }: { untilMs: number; on?: readonly Awaited[] }): Wait => ({
  kind: 'wait',
  untilMs,
  on,
})
/** Sends a message; what came of it wakes the node. */
export const deliver = (message: Message): Deliver => ({ kind: 'deliver', message })

/** What lets customers into a journey through an entry node. */
export type EntrySource =
  | { by: 'event'; event: string; where?: Rule | undefined }
  | { by: 'api'; properties?: readonly string[] | undefined }

/** A way out: fixed, or one for each member of a list in the config, named by its `id` and labelled by `label`. */
export type Outlet = string | { each: string; label: string }

/** What is learned of a message after it has arrived. */
export type Told = 'opened' | 'clicked'

/** One language's words for a node type. */
export interface NodeTexts {
  name: string
  /** One sentence: what it is for. */
  description: string
  /**
   * What a card says. `{path}` or `{path:format}` stands for a config value; formats: duration, count, rule, list, text.
   * A path through a list (`branches.name`) stands for the values of its members, and `list` of names and values for the
   * names. What stands in `[…]` is left out when a value in it is missing: for optional fields.
   */
  summary: string
  /** Titles of config fields by path without indices: `branches.event`. */
  fields: Record<string, string>
  /** What a field expects, by the same paths. */
  help?: Record<string, string>
  /** Labels of fixed outlets. */
  outlets: Record<string, string>
  /** Labels of the values of a choice: `kind.popup`. */
  choices?: Record<string, string>
}

/** A node type: one folder, one of these. `enter` and `wake` are pure. */
export interface NodeDefinition<Config extends z.ZodObject = z.ZodObject> {
  /** Permanent. */
  type: string
  version: number
  category: Category
  /** SVG shapes without the <svg> around them, in a 24 × 24 box, drawn in one colour. */
  icon: string
  config: Config
  /** What a new node starts with; valid or a start that the operator completes. */
  defaults: z.input<Config> | Record<string, never>
  outlets: readonly Outlet[]
  /** Fields for quick editing on the card, by path. */
  quick: readonly string[]
  /** Outlets that nobody leaves by sooner than a duration of the config, each with that field's path. */
  takes?: Readonly<Record<string, string>>
  /** What is learned of its messages after they have arrived. Default: nothing. */
  tells?: readonly Told[]
  texts: Record<Language, NodeTexts>
  /** Present on entry nodes. */
  entry?(config: z.output<Config>): EntrySource
  /** What the schema cannot say. Paths are JSON pointers inside the config. */
  validate?(config: z.output<Config>, language: Language): Omit<Issue, 'node'>[]
  /** Once per visit. */
  enter(config: z.output<Config>, context: StepContext): Outcome
  /** When what `enter` asked for has come. */
  wake?(config: z.output<Config>, context: StepContext, wake: Wake): Outcome
}

/** A node type whose config is not known here: what the catalog holds. */
export type NodeType = NodeDefinition

/** Declares a node type. */
export const defineNode = <Config extends z.ZodObject>(definition: NodeDefinition<Config>): NodeType => definition

/** The outlets that a node has with this config, in the order drawn. */
export function outletsOf(node: Pick<NodeType, 'outlets'>, config: Record<string, unknown>): string[] {
  return node.outlets.flatMap((outlet) => {
    if (typeof outlet === 'string') return [outlet]
    const members = config[outlet.each]
    if (!Array.isArray(members)) return []
    return members.flatMap((member: unknown) =>
      typeof member === 'object' && member !== null && 'id' in member && typeof member.id === 'string'
        ? [member.id]
        : [],
    )
  })
}

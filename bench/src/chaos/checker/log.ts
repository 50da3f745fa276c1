/**
 * What the checker is given: the journey files, what was stored of what customers did, and what happened. It shares no code with
 * the engine: these shapes are its own. Instants are milliseconds since 1970 by Postgres's clock, but for the sink's.
 */
export interface Rule {
  combinator: 'and' | 'or'
  rules: { field: string; operator: string; value: unknown; valueSource?: 'field' }[]
}

interface Branch {
  id: string
  event?: string
  where?: Rule
  when?: Rule
  weight?: number
}

export interface FileNode {
  id: string
  type: string
  config: {
    event?: string
    where?: Rule
    duration?: string
    timeout?: string
    branches?: Branch[]
    url?: string
    body?: string
    saveAs?: string
  }
}

interface Listened {
  event: string
  where?: Rule
}

/** A journey file, as far as chaos draws them. */
export interface JourneyFile {
  name: string
  nodes: FileNode[]
  edges: { from: string; outlet: string; to: string }[]
  settings: {
    reEntry: { when: 'never' | 'after-exit' | 'every-time' | 'once-per-key'; key?: string }
    goal?: Listened
    exits?: Listened[]
    maxVisitsPerDay?: number
  }
}

/** An event, or an identify, as it was stored. Numbers rise in the order in which one customer's were applied. */
export interface StoredEvent {
  customer: string
  number: number
  name: string
  properties: Record<string, unknown>
  messageId: string
  atMs: number
  receivedMs: number
}

export interface StoredVisit {
  nth: number
  node: string
  outlet: string | null
  state: string
  arrivedMs: number
  leftMs: number
}

export interface StoredTouch {
  visit: number
  node: string
  state: string
  body: string
}

export interface StoredEnrollment {
  id: string
  journey: string
  customer: string
  /** The message that began it, by a property that chaos gives to every event. */
  entryMessage: string
  state: string
  reason: string | null
  node: string
  enteredMs: number
  endedMs: number | null
  goalMs: number | null
  visits: StoredVisit[]
  touches: StoredTouch[]
}

export interface Call {
  atMs: number
  key: string
  body: string
  took: boolean
  refused: boolean
}

/** A time in which something was broken on purpose, until what was broken was there again. */
export interface Downtime {
  fromMs: number
  untilMs: number
}

/** What the API counts of one journey. */
export interface Counted {
  entered: number
  active: number
  ended: Record<string, number>
  nodes: Record<
    string,
    { passed: number; failed: number; blocked: number; here: number; outlets: Record<string, number> }
  >
}

export interface Journey {
  id: string
  file: JourneyFile
  counts: Counted
  /** When it was stopped: asked for, and answered. */
  stop?: Downtime
}

/** Everything that is compared. */
export interface Evidence {
  journeys: Journey[]
  /** When messages were answered with 200, by id. */
  acknowledged: ReadonlyMap<string, number>
  events: StoredEvent[]
  enrollments: StoredEnrollment[]
  calls: Call[]
  /** The workspace's secret: what splits hash. */
  secret: Buffer
  downtimes: Downtime[]
}

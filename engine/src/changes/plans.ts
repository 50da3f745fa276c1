import type pg from 'pg'
import { secretMarkers } from '../channels/secrets.ts'
import { type Plan, plan as planSchema } from '../journey/plan.ts'
import type { Workspace } from '../step/workspace.ts'

/** A journey that customers may enter now. */
export interface LiveJourney {
  id: string
  version: number
  epoch: number
  /** Hex. */
  hash: string
  plan: Plan
}

/** What a workspace's journeys listen to. */
export interface Listening {
  /** Goes up with every change; the workspace row holds the newest. */
  version: number
  journeys: LiveJourney[]
  /** Event name → the journeys with an entry on it. */
  entries: Map<string, LiveJourney[]>
  /** Every name that a plan listens to, older versions' too: customers may still be inside. */
  names: ReadonlySet<string>
}

const mostPlans = 2000

/** Plans and workspaces in memory. Plans never change; what is listened to is read anew when its version moved. */
export class Plans {
  readonly #plans = new Map<string, Plan>()
  readonly #listening = new Map<number, Listening>()
  readonly #workspaces = new Map<number, { workspace: Workspace; untilMs: number }>()

  async find(client: pg.ClientBase | pg.Pool, workspace: number, hash: string): Promise<Plan | undefined> {
    return (await this.getAll(client, workspace, new Set([hash]))).get(hash)
  }

  /** Plans by hash: one statement where some are not in memory, however many. */
  async getAll(
    client: pg.ClientBase | pg.Pool,
    workspace: number,
    hashes: ReadonlySet<string>,
  ): Promise<Map<string, Plan>> {
    const found = new Map<string, Plan>()
    for (const hash of hashes) {
      const known = this.#plans.get(hash)
      if (known) found.set(hash, known)
    }
    const missing = [...hashes].filter((hash) => !found.has(hash))
    if (missing.length === 0) return found
    const { rows } = await client.query<{ hash: string; body: unknown }>({
      name: 'read-plans',
      text: `SELECT encode(hash, 'hex') AS hash, body FROM plan
             WHERE workspace = $1 AND hash = ANY(ARRAY(SELECT decode(h, 'hex') FROM unnest($2::text[]) AS r(h)))`,
      values: [workspace, missing],
    })
    for (const { hash, body } of rows) found.set(hash, this.#keep(hash, planSchema.parse(body)))
    return found
  }

  #keep(hash: string, plan: Plan): Plan {
    if (this.#plans.size >= mostPlans) {
      const oldest = this.#plans.keys().next()
      if (!oldest.done) this.#plans.delete(oldest.value)
    }
    this.#plans.set(hash, plan)
    return plan
  }

  /** The workspace's words and secret; at most 10 s old. */
  async workspace(client: pg.ClientBase | pg.Pool, id: number): Promise<Workspace> {
    const known = this.#workspaces.get(id)
    if (known && known.untilMs > Date.now()) return known.workspace
    const { rows } = await client.query<Omit<Workspace, 'secretMarkers'>>({
      name: 'read-workspace',
      text: 'SELECT name, time_zone AS "timeZone", language, track_opens_and_clicks AS tracks, secret FROM workspace WHERE id = $1',
      values: [id],
    })
    if (!rows[0]) throw new Error(`no workspace ${id}`)
    const workspace = { ...rows[0], secretMarkers }
    this.#workspaces.set(id, { workspace, untilMs: Date.now() + 10_000 })
    return workspace
  }

  /** What the workspace listens to, at the version that the caller's transaction read. */
  async listening(client: pg.ClientBase, workspace: number, version: number): Promise<Listening> {
    const known = this.#listening.get(workspace)
    if (known?.version === version) return known
    const listening = await this.#readListening(client, workspace, version)
    this.#listening.set(workspace, listening)
    return listening
  }

  async #readListening(client: pg.ClientBase, workspace: number, version: number): Promise<Listening> {
    const live = await client.query<{ id: string; version: number; epoch: number; hash: string; body: unknown }>(
      `SELECT j.id, j.live_version AS version, j.epoch, encode(p.hash, 'hex') AS hash, p.body
       FROM journey j JOIN version v ON v.workspace = j.workspace AND v.journey = j.id AND v.number = j.live_version
       JOIN plan p ON p.workspace = v.workspace AND p.hash = v.plan
       WHERE j.workspace = $1 AND j.state = 'live' ORDER BY j.id`,
      [workspace],
    )
    const names = await client.query<{ name: string }>(
      `SELECT DISTINCT jsonb_array_elements_text(body -> 'listens') AS name FROM plan WHERE workspace = $1`,
      [workspace],
    )
    const journeys = live.rows.map(({ id, version, epoch, hash, body }) => {
      const plan = this.#plans.get(hash) ?? this.#keep(hash, planSchema.parse(body))
      return { id, version, epoch, hash, plan }
    })
    const entries = new Map<string, LiveJourney[]>()
    for (const journey of journeys) {
      const events = journey.plan.entries.flatMap(({ source }) => (source.by === 'event' ? [source.event] : []))
      for (const event of new Set(events)) entries.set(event, [...(entries.get(event) ?? []), journey])
    }
    return { version, journeys, entries, names: new Set(names.rows.map(({ name }) => name)) }
  }
}

import type { Message, NodeType, Occurrence, Outcome, Render } from '@wend/nodes/sdk/define-node'
import type { Issue, Language } from '@wend/nodes/sdk/issue'
import type { JsonObject } from '@wend/nodes/sdk/json'
import { fieldsOf } from '../compile/fields.ts'
import { readNode } from '../compile/read-node.ts'
import type { Engine } from '../engine.ts'
import { contextOf } from '../step/context.ts'
import { TemplateError } from '../templates/render.ts'
import { renderFault } from './faults.ts'
import { type Known, nobody } from './known.ts'

/** A node as it stands in somebody's editor, and the situation that it is looked at in. */
export interface Wanted {
  node: { id: string; type: string; version: number; config: JsonObject }
  journey: { id: string; name: string; timeZone?: string | undefined }
  entry?: Occurrence | undefined
  event?: Occurrence | undefined
}

/** A value that a template writes and that came out empty. */
export interface EmptyValue {
  /** As the template names it: `customer.name`. */
  value: string
  /** JSON pointer inside the config to the field that writes it. */
  field: string
}

/** What the node would do for her now. `issues` without an `outcome`: why nobody can say. */
export interface Composed {
  issues: Issue[]
  /** The first 20 of them, each once for a field. */
  empty: EmptyValue[]
  outcome?: Outcome
}

const mostEmpty = 20
const longestPath = 200

/**
 * Runs a node's `enter` for one customer as a step does: the same code, the same renderer, the same values. Nothing is
 * written. Paths of issues are JSON pointers inside the config.
 */
export async function compose(
  engine: Pick<Engine, 'pool' | 'plans' | 'catalog'>,
  workspace: number,
  wanted: Wanted,
  known: Known | undefined,
  language: Language,
): Promise<Composed> {
  const { node, journey } = wanted
  const read = readNode({ ...node, position: { x: 0, y: 0 } }, 0, {
    catalog: engine.catalog,
    touches: new Map(),
    language,
  })
  const issues = read.issues.map(inConfig)
  if (!read.type || !read.config || issues.some(({ severity }) => severity === 'error')) return { issues, empty: [] }

  const nowMs = Date.now()
  const entry = wanted.entry ?? { name: '', properties: {}, atMs: nowMs }
  const { type, config } = read
  const empty: EmptyValue[] = []
  const noteEmpty = (value: string) => {
    if (empty.length >= mostEmpty || value.length > longestPath || /^secrets\b/.test(value)) return
    const field = fieldWith(type, config, watched.last())
    if (!empty.some((one) => one.value === value && one.field === field)) empty.push({ value, field })
  }
  const { context } = contextOf({
    workspace: await engine.plans.workspace(engine.pool, workspace),
    plan: { name: journey.name, settings: journey.timeZone === undefined ? {} : { timeZone: journey.timeZone } },
    enrollment: {
      id: journey.id,
      visit: 1,
      journey: journey.id,
      node: node.id,
      entry,
      hand: wanted.event ?? null,
      arrivedMs: nowMs,
    },
    customer: known?.customer ?? nobody,
    counted: () => undefined,
    nowMs,
    noteEmpty,
  })
  const watched = watching(context.render)
  try {
    return { issues, empty, outcome: type.enter(config, { ...context, render: watched.render }) }
  } catch (error) {
    const code = error instanceof TemplateError ? error.code : 'node-failed'
    const path = fieldWith(type, config, watched.last())
    return { issues: [...issues, { code, severity: 'error', path, message: renderFault(code, language) }], empty: [] }
  }
}

/** The message that the node would send, where it sends one. */
export const messageOf = ({ outcome }: Composed): Message | undefined =>
  outcome?.kind === 'deliver' ? outcome.message : undefined

const prefix = '/nodes/0/config'
const inConfig = ({ node: _node, path, ...issue }: Issue): Issue => ({
  ...issue,
  path: path.startsWith(prefix) ? path.slice(prefix.length) : '',
})

/** A renderer that remembers what it was asked for last. */
function watching(render: Render): { render: Render; last(): string | undefined } {
  let last: string | undefined
  const asked = (write: (source: string) => string) => (source: string) => {
    last = source
    return write(source)
  }
  return {
    render: {
      text: asked(render.text),
      html: asked(render.html),
      json: asked(render.json),
      url: asked(render.url),
      header: asked(render.header),
    },
    last: () => last,
  }
}

/** The field that holds a template. */
const fieldWith = (type: NodeType, config: JsonObject, source: string | undefined): string =>
  fieldsOf(type, config).find(({ value }) => source !== undefined && value === source)?.path ?? ''

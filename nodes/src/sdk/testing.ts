import { z } from 'zod'
import { addDuration } from './calendar.ts'
import {
  type NodeType,
  type Occurrence,
  type Outcome,
  outletsOf,
  type Render,
  type StepContext,
  type Wake,
} from './define-node.ts'
import { type JsonObject, valueAt } from './json.ts'
import type { Rule, RuleLeaf } from './rule.ts'

/** Who visits the node, and when. Everything has a default. */
export interface Visitor {
  /** Default: `ada`, without attributes. */
  customer?: { id?: string; attributes?: JsonObject }
  /** What began the enrollment. Default: an event `entered` without properties, now. */
  entry?: Partial<Occurrence>
  /** The event at hand. Default: the entry. */
  event?: Partial<Occurrence>
  /** Default: Monday, 5 January 2026, 09:00 UTC. */
  nowMs?: number
  /** When the node was reached. Default: now. */
  arrivedMs?: number
  /** The customer's time zone. Default: `UTC`. */
  zone?: string
  /** In [0, 1). Default: 0. */
  chance?: number
  /** Whether a rule holds: decided, or a function of it. Default: `=`, `!=`, `null` and `notNull` are worked out. */
  holds?: boolean | ((rule: Rule) => boolean)
  /** Default: replaces `{{ customer.name }}` and the like, and knows nothing else of Liquid. */
  render?: Render
}

/** One customer at one node. Both answer what the node answers, and throw for what the engine would refuse. */
export interface Visit {
  /** What the node answers on arrival. */
  enter(): Outcome
  /** What the node answers when what it asked for has come. `by`: `time`, a branch's id, `delivered`, `failed`, `blocked`. */
  wake(wake: Wake): Outcome
}

/** The kit's usual time: Monday, 5 January 2026, 09:00 UTC. */
export const mondayMorningMs = Date.UTC(2026, 0, 5, 9)

/**
 * Runs a node without servers. The config is parsed and validated first, as by publish; an unfit one throws with every
 * reason.
 *
 * ```ts
 * const outcome = visit(waitUntil, { time: '20:00' }, { zone: 'Asia/Shanghai' }).enter()
 * ```
 */
export function visit(node: NodeType, config: unknown, visitor: Visitor = {}): Visit {
  const parsed = fit(node, config)
  const outlets = [...outletsOf(node, parsed), 'failed', 'blocked']
  const checked = (outcome: Outcome): Outcome => {
    if (outcome.kind === 'leave' && !outlets.includes(outcome.outlet))
      throw new Error(
        `${node.type} leaves by “${outcome.outlet}”, which is not one of its outlets: ${outlets.join(', ')}`,
      )
    return outcome
  }
  return {
    enter: () => checked(node.enter(parsed, contextFor(visitor))),
    wake: (wake) => {
      if (!node.wake) throw new Error(`${node.type} cannot be woken: it has no wake`)
      return checked(node.wake(parsed, contextFor({ ...visitor, ...(wake.event && { event: wake.event }) }), wake))
    },
  }
}

function fit(node: NodeType, config: unknown): Record<string, unknown> {
  const parsed = node.config.safeParse(config)
  if (!parsed.success) throw new Error(`not a config of ${node.type}:\n${z.prettifyError(parsed.error)}`)
  const errors = node.validate?.(parsed.data, 'en').filter(({ severity }) => severity === 'error') ?? []
  if (errors.length > 0)
    throw new Error(
      `not a config of ${node.type}:\n${errors.map(({ path, message }) => `${path}: ${message}`).join('\n')}`,
    )
  return parsed.data
}

function contextFor(visitor: Visitor): StepContext {
  const { nowMs = mondayMorningMs, zone = 'UTC', chance = 0, holds } = visitor
  const arrivedMs = visitor.arrivedMs ?? nowMs
  const entry = { name: 'entered', properties: {}, atMs: arrivedMs, ...visitor.entry }
  const event = { ...entry, ...visitor.event }
  const customer = { id: visitor.customer?.id ?? 'ada', attributes: visitor.customer?.attributes ?? {}, timeZone: zone }
  const scope = {
    customer: { ...customer.attributes, id: customer.id },
    entry: entry.properties,
    event: event.properties,
  }
  return {
    nowMs,
    arrivedMs,
    key: 'visit-1',
    customer,
    entry,
    event,
    after: (duration) => addDuration(arrivedMs, duration, zone),
    holds: (rule) => (typeof holds === 'function' ? holds(rule) : (holds ?? workOut(rule, scope))),
    render: visitor.render ?? plainRender(scope),
    chance,
  }
}

function workOut({ combinator, not, rules }: Rule, scope: JsonObject): boolean {
  const one = (member: Rule | RuleLeaf): boolean =>
    'rules' in member ? workOut(member, scope) : compare(member, scope)
  const held = rules.length > 0 && (combinator === 'and' ? rules.every(one) : rules.some(one))
  return not ? !held : held
}

function compare({ field, operator, value, valueSource }: RuleLeaf, scope: JsonObject): boolean {
  const left = valueAt(scope, field) ?? null
  if (operator === 'null') return left === null
  if (operator === 'notNull') return left !== null
  const right = valueSource === 'field' ? (valueAt(scope, String(value)) ?? null) : (value ?? null)
  if (left === null || right === null) return false
  if (operator === '=') return left === right
  if (operator === '!=') return left !== right
  throw new Error(`The test kit does not work out “${operator}”: say what comes of it with \`holds\``)
}

const htmlEscapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function plainRender(scope: JsonObject): Render {
  const fill = (template: string, made: (value: string) => string): string =>
    template.replace(/\{\{ *([^{} ]+) *\}\}/g, (_whole, path: string) => {
      const value = valueAt(scope, path) ?? ''
      return made(typeof value === 'object' ? JSON.stringify(value) : String(value))
    })
  return {
    text: (template) => fill(template, (value) => value),
    html: (template) => fill(template, (value) => value.replace(/[&<>"']/g, (sign) => htmlEscapes[sign] ?? sign)),
    json: (template) => fill(template, (value) => JSON.stringify(value).slice(1, -1)),
    url: (template) => fill(template, encodeURIComponent),
    header: (template) => fill(template, (value) => value).replace(/[\r\n]+/g, ' '),
  }
}

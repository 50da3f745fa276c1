import { addDuration } from '@wend/nodes/sdk/calendar'
import type { Render, StepContext } from '@wend/nodes/sdk/define-node'
import type { Json, JsonObject } from '@wend/nodes/sdk/json'
import type { RuleLeaf } from '@wend/nodes/sdk/rule'
import type { Plan } from '../journey/plan.ts'
import { explain } from '../rules/holds.ts'
import { createRender } from '../templates/render.ts'
import { type Enrollment, visitKey } from './enrollment.ts'
import { chanceOf, type Workspace } from './workspace.ts'

/** One customer, as nodes and rules see her. */
export interface Customer {
  /** The row's id. */
  row: number
  /** Her user id as sent, else her anonymous id. */
  id: string
  firstId: string
  attributes: JsonObject
}

/** What a rule counts beyond attributes and events: `did.…` and `touch.…`, looked up by leaf. */
export type Counted = (leaf: RuleLeaf) => number | string | readonly string[] | undefined

export interface Situation {
  workspace: Workspace
  plan: Plan
  enrollment: Enrollment
  customer: Customer
  counted: Counted
  nowMs: number
}

/** What a node at hand is looked at in: a step's whole situation, or one made up for a preview. */
export interface Looked extends Omit<Situation, 'plan' | 'enrollment'> {
  plan: Pick<Plan, 'name' | 'settings'>
  enrollment: Pick<Enrollment, 'id' | 'visit' | 'journey' | 'node' | 'entry' | 'hand' | 'arrivedMs'>
  /** Told the path of each value that a template wrote empty. */
  noteEmpty?: ((path: string) => void) | undefined
}

/** The customer's zone: her attribute, else the journey's, else the workspace's. */
export function timeZoneOf({ customer, plan, workspace }: Pick<Looked, 'customer' | 'plan' | 'workspace'>): string {
  const own = customer.attributes['timezone']
  return typeof own === 'string' && isTimeZone(own) ? own : (plan.settings.timeZone ?? workspace.timeZone)
}

const zones = new Map<string, boolean>()

function isTimeZone(name: string): boolean {
  const known = zones.get(name)
  if (known !== undefined) return known
  let valid = true
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
  } catch {
    valid = false
  }
  if (zones.size < 1000) zones.set(name, valid)
  return valid
}

/** What the node at hand may look at, and the values that its decisions saw. */
export function contextOf(situation: Looked): { context: StepContext; seen: Record<string, Json> } {
  const { workspace, plan, enrollment, customer, counted, nowMs, noteEmpty } = situation
  const seen: Record<string, Json> = {}
  const event = enrollment.hand ?? enrollment.entry
  const timeZone = timeZoneOf(situation)
  const facts = { customer: customer.attributes, event, entry: enrollment.entry, counted }
  let render: Render | undefined

  const context: StepContext = {
    nowMs,
    arrivedMs: enrollment.arrivedMs,
    key: visitKey(enrollment),
    customer: { id: customer.id, attributes: customer.attributes, timeZone },
    entry: enrollment.entry,
    event,
    after: (duration) => addDuration(enrollment.arrivedMs, duration, timeZone),
    holds(rule) {
      const explained = explain(rule, facts, nowMs)
      Object.assign(seen, explained.seen)
      return explained.holds
    },
    get render() {
      render ??= createRender(
        {
          customer: { ...customer.attributes, id: customer.id },
          event: { name: event.name, ...event.properties },
          entry: { name: enrollment.entry.name, ...enrollment.entry.properties },
          journey: { id: enrollment.journey, name: plan.name },
          workspace: { name: workspace.name },
          secrets: workspace.secretMarkers,
        },
        { timeZone, noteEmpty },
      )
      return render
    },
    get chance() {
      return chanceOf(workspace.secret, enrollment.journey, enrollment.node, customer.firstId)
    },
  }
  return { context, seen }
}

import { createContext, type ReactNode, useContext } from 'react'
import type { Category, NodeType } from '../../api/types.ts'
import type { Config, Json } from '../../store/journey.ts'
import { type Source, sources } from './rule-leaf.ts'

/** What a form edits, by its schema, and of a step of which category: where rules find what they are about. */
export const FormContext = createContext<{ schema: Config; value: Config; category: Category | undefined }>({
  schema: {},
  value: {},
  category: undefined,
})

/** What a rule can speak of where it stands. */
export interface RuleScope {
  /** Events that `event.…` may be a property of. */
  events: readonly string[]
  /** Events that `entry.…` may be a property of. */
  entryEvents: readonly string[]
  /** Steps that send something, with their names and what they tell; none where nothing can have been sent yet. */
  touches: readonly { id: string; name: string; tells: NodeType['tells'] }[]
  /** Whether an event is named beside it, which its conditions are mostly about; else they are about the customer. */
  beside: boolean
  /** Inside what is counted: only the counted event and the customer can be asked about. */
  counted: boolean
}

export const RuleScopeContext = createContext<RuleScope>({
  events: [],
  entryEvents: [],
  touches: [],
  beside: false,
  counted: false,
})
export const useRuleScope = (): RuleScope => useContext(RuleScopeContext)

/** Where a new condition looks first: at the event named beside it or counted, else at the customer. */
export const firstSource = ({ beside, counted }: Pick<RuleScope, 'beside' | 'counted'>): 'event' | 'customer' =>
  beside || counted ? 'event' : 'customer'

/** Where a condition can look here. */
export const offeredSources = ({ touches, counted }: Pick<RuleScope, 'touches' | 'counted'>): Source[] =>
  sources.filter((source) =>
    source === 'touch' ? touches.length > 0 : counted ? source === 'event' || source === 'customer' : true,
  )

/** By which words: `event` is the one named beside, the one counted, or the latest that she did. */
export const wordOf = (source: Source, { beside, counted }: Pick<RuleScope, 'beside' | 'counted'>) =>
  source !== 'event' ? source : counted ? 'counted' : beside ? 'event' : 'latest'

const inside = (value: Json | undefined, key: string | number): Json | undefined => {
  if (Array.isArray(value)) return value[Number(key)]
  return typeof value === 'object' && value !== null ? value[String(key)] : undefined
}

/** The names of events that a config holds, by the hints of its schema. */
export function eventsIn(schema: Json | undefined, value: Json | undefined): string[] {
  if (inside(schema, 'widget') === 'event') return typeof value === 'string' && value !== '' ? [value] : []
  if (Array.isArray(value)) return value.flatMap((member) => eventsIn(inside(schema, 'items'), member))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => eventsIn(inside(inside(schema, 'properties'), key), inner))
}

/** The event that a rule at `path` is about: the one named beside it, or around it. */
export function eventBeside(schema: Config, value: Config, path: readonly (string | number)[]): string | undefined {
  const levels: { schema: Json | undefined; value: Json | undefined }[] = [{ schema, value }]
  for (const key of path.slice(0, -1)) {
    const at = levels.at(-1)
    const list = Array.isArray(at?.value)
    levels.push({
      schema: list ? inside(at?.schema, 'items') : inside(inside(at?.schema, 'properties'), key),
      value: inside(at?.value, key),
    })
  }
  for (const { schema: around, value: holder } of levels.reverse()) {
    if (typeof holder !== 'object' || holder === null || Array.isArray(holder)) continue
    for (const [key, named] of Object.entries(holder))
      if (inside(inside(inside(around, 'properties'), key), 'widget') === 'event' && typeof named === 'string' && named)
        return named
  }
  return undefined
}

/** A rule that is drawn somewhere in a form. */
export interface DrawnRule {
  id?: string
  label: string
  /** What `readGroup` takes. */
  value: Config
  /** Where it stands in its form, as a JSON pointer. */
  pointer: string
  disabled?: boolean | undefined
  /** Undefined once its last condition is gone. */
  onChange(rule: Config | undefined): void
}
/** Draws a rule inside a condition. */
export type DrawRule = (rule: DrawnRule) => ReactNode

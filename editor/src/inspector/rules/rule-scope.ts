import { createContext, type ReactNode, useContext } from 'react'
import type { NodeType } from '../../api/types.ts'
import type { Config, Json } from '../../store/journey.ts'

/** What a form edits, by its schema, and whether of a step that customers enter by: where rules find what they are about. */
export const FormContext = createContext<{ schema: Config; value: Config; entering: boolean }>({
  schema: {},
  value: {},
  entering: false,
})

/** What a rule can speak of where it stands. */
export interface RuleScope {
  /** Events that `event.…` may be a property of. */
  events: readonly string[]
  /** Events that `entry.…` may be a property of. */
  entryEvents: readonly string[]
  /** Steps that send something, with their names and what they tell; none where nothing can have been sent yet. */
  touches: readonly { id: string; name: string; tells: NodeType['tells'] }[]
  /** Inside what is counted: only the counted event and the customer can be asked about. */
  counted: boolean
}

export const RuleScopeContext = createContext<RuleScope>({ events: [], entryEvents: [], touches: [], counted: false })
export const useRuleScope = (): RuleScope => useContext(RuleScopeContext)

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

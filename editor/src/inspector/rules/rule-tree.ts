import type { RuleGroupType, RuleType } from '@react-querybuilder/core'
import type { Config, Json } from '../../store/journey.ts'

/** A comparison and a group as they are edited: as in the journey; the editor gives each an id of its own. */
export type Leaf = RuleType<string, string, Json | undefined>
export type Group = RuleGroupType<Leaf>

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const hasOnly = (value: Record<string, unknown>, names: readonly string[]) =>
  Object.entries(value).every(([name, inner]) => names.includes(name) || inner === undefined)

/** A rule as it can be drawn; undefined for what is no rule, or holds more than the editor draws. */
export function readGroup(value: unknown): Group | undefined {
  if (!isObject(value) || !hasOnly(value, ['combinator', 'not', 'rules'])) return undefined
  const { combinator, not, rules } = value
  if ((combinator !== 'and' && combinator !== 'or') || !Array.isArray(rules)) return undefined
  const members = rules.map((member: unknown) => readGroup(member) ?? readLeaf(member))
  const whole = members.filter((member) => member !== undefined)
  if (whole.length < members.length || (not !== undefined && typeof not !== 'boolean')) return undefined
  return { combinator, ...(not === true ? { not } : {}), rules: whole }
}

function readLeaf(value: unknown): Leaf | undefined {
  if (!isObject(value) || !hasOnly(value, ['field', 'operator', 'value', 'valueSource'])) return undefined
  const { field, operator, valueSource } = value
  if (typeof field !== 'string' || typeof operator !== 'string') return undefined
  if (valueSource !== undefined && valueSource !== 'value' && valueSource !== 'field') return undefined
  return { field, operator, value: jsonOf(value.value), ...(valueSource === 'field' ? { valueSource } : {}) }
}

function jsonOf(value: unknown): Json | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value
  if (Array.isArray(value)) return value.map((one) => jsonOf(one) ?? null)
  if (!isObject(value)) return undefined
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, one]): [string, Json][] => {
      const inner = jsonOf(one)
      return inner === undefined ? [] : [[name, inner]]
    }),
  )
}

/** The rule as the journey keeps it: without ids, and without what says nothing. */
export const bare = ({ combinator, not, rules }: Group): Config => ({
  combinator,
  ...(not === true ? { not } : {}),
  rules: rules.map((member) => (isGroup(member) ? bare(member) : bareLeaf(member))),
})

const bareLeaf = ({ field, operator, value, valueSource }: Leaf): Config => ({
  field,
  operator,
  ...(value === undefined ? {} : { value }),
  ...(valueSource === 'field' ? { valueSource } : {}),
})

export const isGroup = (member: Group | Leaf): member is Group => 'rules' in member

import type { Journey, Json } from '../store/journey.ts'

/**
 * A journey in which events are called as this workspace calls them: where one is listened to, in settings and in rules that
 * count it. Texts that happen to be the same stay.
 */
export function withEvents(journey: Journey, names: ReadonlyMap<string, string>): Journey {
  const nodes = journey.nodes.map((node) => ({ ...node, config: renamedIn(node.config, names) }))
  const settings = { ...journey.settings }
  const { goal, exits } = settings
  if (goal) settings.goal = { ...goal, event: names.get(goal.event) ?? goal.event }
  if (exits) settings.exits = exits.map((exit) => ({ ...exit, event: names.get(exit.event) ?? exit.event }))
  return { ...journey, nodes, settings }
}

const counts = 'did.'

function renamedIn<Value extends Json>(value: Value, names: ReadonlyMap<string, string>, key?: string): Value
function renamedIn(value: Json, names: ReadonlyMap<string, string>, key?: string): Json {
  if (typeof value === 'string') {
    if (key === 'event') return names.get(value) ?? value
    if (key === 'field' && value.startsWith(counts))
      return counts + (names.get(value.slice(counts.length)) ?? value.slice(counts.length))
    return value
  }
  if (Array.isArray(value)) return value.map((member) => renamedIn(member, names))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, renamedIn(inner, names, name)]))
}

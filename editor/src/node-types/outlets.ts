import type { NodeType } from '../api/types.ts'
import type { Config, Json } from '../store/journey.ts'

export interface OutletLabel {
  outlet: string
  label: string
}

/** The ways out that a node has with this config, in the order drawn, each with its label. */
export function outletsOf(type: NodeType, config: Config, language: string): OutletLabel[] {
  const words = type.texts[language]?.outlets ?? {}
  return type.outlets.flatMap((outlet) => {
    if (typeof outlet === 'string') return [{ outlet, label: words[outlet] ?? outlet }]
    return membersOf(config[outlet.each]).flatMap((member) => {
      const { id } = member
      const label = member[outlet.label]
      if (typeof id !== 'string') return []
      return [{ outlet: id, label: typeof label === 'string' && label !== '' ? label : id }]
    })
  })
}

/** Gives every branch that has none an id of its own: what its edge will leave by, for ever. */
export function withBranchIds(type: NodeType, config: Config): Config {
  const fixed = type.outlets.filter((outlet) => typeof outlet === 'string')
  const named = { ...config }
  for (const outlet of type.outlets) {
    if (typeof outlet === 'string') continue
    const members = config[outlet.each]
    if (!Array.isArray(members)) continue
    const taken = new Set<unknown>([...fixed, ...membersOf(members).map((member) => member.id)])
    named[outlet.each] = members.map((member) => withId(member, taken))
  }
  return named
}

function withId(member: Json, taken: Set<unknown>): Json {
  if (typeof member !== 'object' || member === null || Array.isArray(member)) return member
  if (typeof member.id === 'string' && member.id !== '') return member
  let nth = 1
  while (taken.has(`branch-${nth}`)) nth += 1
  taken.add(`branch-${nth}`)
  return { id: `branch-${nth}`, ...withoutKey(member, 'id') }
}

const withoutKey = (member: Config, key: string): Config =>
  Object.fromEntries(Object.entries(member).filter(([name]) => name !== key))

const membersOf = (value: Json | undefined): Config[] =>
  Array.isArray(value)
    ? value.filter(
        (member): member is Config => typeof member === 'object' && member !== null && !Array.isArray(member),
      )
    : []

import type { Journey, JourneyNode } from '../store/journey.ts'
import type { NodeTypes } from './links.ts'
import { placesOf } from './tree.ts'
import { nameOf, summaryOf } from './words.ts'

/** What a step is called among the others of its journey. */
interface Called {
  /** Where nothing else is said of it: with its summary where another has its name, numbered where that says the same too. */
  alone: string
  /** Where its summary stands beside it: numbered where another has both. */
  beside: string
}

const known = new WeakMap<Journey, { types: NodeTypes; language: string; called: ReadonlyMap<string, Called> }>()

/** Tells steps of one name apart. Worked out once for each state of the document: nothing is changed in place. */
function tellApart(journey: Journey, types: NodeTypes, language: string): ReadonlyMap<string, Called> {
  const before = known.get(journey)
  if (before && before.types === types && before.language === language) return before.called
  const name = (node: JourneyNode) => nameOf(node, types, language)
  const summary = (node: JourneyNode) => summaryOf(node, types, language) ?? ''
  const namesakes = grouped(journey.nodes, name)
  const alone = (node: JourneyNode): string => {
    const others = namesakes.get(name(node)) ?? []
    return others.some((other) => summary(other) !== summary(node)) ? together(name(node), summary(node)) : name(node)
  }
  const inOrder = (nodes: readonly JourneyNode[]) => {
    const places = placesOf(journey, types, language)
    return [...nodes].sort((a, b) => (places.get(a.id)?.nth ?? 0) - (places.get(b.id)?.nth ?? 0))
  }
  const numbers = (said: (node: JourneyNode) => string): ReadonlyMap<string, string> =>
    new Map(
      [...grouped(journey.nodes, said).values()]
        .filter((same) => same.length > 1)
        .flatMap((same) => inOrder(same).map(({ id }, nth) => [id, inBrackets(nth + 1, language)] as const)),
    )
  const aloneNth = numbers(alone)
  const besideNth = numbers((node) => `${name(node)}\n${summary(node)}`)
  const called = new Map(
    journey.nodes.map((node) => [
      node.id,
      {
        alone: alone(node) + (aloneNth.get(node.id) ?? ''),
        beside: name(node) + (besideNth.get(node.id) ?? ''),
      },
    ]),
  )
  known.set(journey, { types, language, called })
  return called
}

/** "Wait 2 hours" says what "Wait" does. */
const together = (name: string, summary: string) =>
  summary === '' ? name : summary.startsWith(name) ? summary : `${name} · ${summary}`

const inBrackets = (nth: number, language: string) => (language.startsWith('zh') ? `（${nth}）` : ` (${nth})`)

function grouped(nodes: readonly JourneyNode[], by: (node: JourneyNode) => string): Map<string, JourneyNode[]> {
  const groups = new Map<string, JourneyNode[]>()
  for (const node of nodes) {
    const key = by(node)
    const group = groups.get(key)
    if (group) group.push(node)
    else groups.set(key, [node])
  }
  return groups
}

/** What a step is called in a list of steps; its id where it is not in the journey. */
export const nameAmong = (journey: Journey, id: string, types: NodeTypes, language: string): string =>
  tellApart(journey, types, language).get(id)?.alone ?? id

/** The same where the list shows its summary beside it. */
export const nameBeside = (journey: Journey, id: string, types: NodeTypes, language: string): string =>
  tellApart(journey, types, language).get(id)?.beside ?? id

import { type Journey, type JourneyEdge, type JourneyNode, nodeById, type OutletRef } from '../store/journey.ts'
import type { NodeTypes } from './links.ts'
import type { OutletLabel } from './outlets.ts'
import { outletsOfNode } from './words.ts'

/** The way that leads to a step, with its outlet's label. */
export type WayIn = OutletRef & { label: string }

/**
 * A line of the outline. Steps that follow one another stand under one another, on the same level; only where the way forks do
 * the outlets have a line each, with what follows them inside.
 */
export interface Branch {
  key: string
  /** A step; a way out of one; or a step that is shown already, where another way leads back into it. */
  kind: 'step' | 'outlet' | 'again'
  /** The step; of a way out, the one that it leaves. */
  node: string
  /** What leads here; of a way out, itself. Nothing leads into an entry, or to what is not linked. */
  by: WayIn | undefined
  children: Branch[]
}

const stepKey = (node: string) => `step ${node}`

/** The journey as a tree: first outlet first. What several ways lead to is shown once, then referred to. */
export function treeOf(journey: Journey, types: NodeTypes, language: string): Branch[] {
  const edges = new Map<string, JourneyEdge[]>()
  for (const edge of journey.edges) edges.set(edge.from, [...(edges.get(edge.from) ?? []), edge])
  const nodes = new Map(journey.nodes.map((node) => [node.id, node]))
  const seen = new Set<string>()

  const waysOut = (node: JourneyNode): (OutletLabel & { to: string | undefined })[] => {
    const out = edges.get(node.id) ?? []
    return outletsOfNode(
      node,
      types,
      language,
      out.map(({ outlet }) => outlet),
    ).map((way) => {
      const to = out.find(({ outlet }) => outlet === way.outlet)?.to
      return { ...way, to: to !== undefined && nodes.has(to) ? to : undefined }
    })
  }

  const line = (start: string, way: WayIn | undefined): Branch[] => {
    const steps: Branch[] = []
    let at: { id: string; by: WayIn | undefined } | undefined = { id: start, by: way }
    while (at) {
      const { id, by }: { id: string; by: WayIn | undefined } = at
      const node = nodes.get(id)
      if (!node) break
      if (seen.has(id)) {
        steps.push({ key: `again ${by?.from}:${by?.outlet}`, kind: 'again', node: id, by, children: [] })
        break
      }
      seen.add(id)
      const ways = waysOut(node)
      const followed = ways.filter(({ to }) => to !== undefined)
      const onward = followed.length === 1 ? followed[0] : undefined
      steps.push({
        key: stepKey(id),
        kind: 'step',
        node: id,
        by,
        children:
          ways.length < 2
            ? []
            : ways
                .filter((one) => one !== onward)
                .map(({ outlet, label, to }) => {
                  const out = { from: id, outlet, label }
                  const inside = to === undefined ? [] : line(to, out)
                  return { key: `outlet ${id}:${outlet}`, kind: 'outlet', node: id, by: out, children: inside }
                }),
      })
      at =
        onward?.to === undefined
          ? undefined
          : { id: onward.to, by: { from: id, outlet: onward.outlet, label: onward.label } }
    }
    return steps
  }

  const led = new Set(journey.edges.filter(({ from }) => nodes.has(from)).map(({ to }) => to))
  const isEntry = ({ type }: JourneyNode) => types.get(type)?.entry === true
  const byPlace = [...journey.nodes].sort((a, b) => a.position.y - b.position.y || a.position.x - b.position.x)
  // Entries first, then what nothing leads to, last what only leads to itself.
  const starts = [
    ...byPlace.filter(isEntry),
    ...byPlace.filter((node) => !isEntry(node) && !led.has(node.id)),
    ...byPlace,
  ]
  return starts.flatMap(({ id }) => (seen.has(id) ? [] : line(id, undefined)))
}

/** A step's place on a walk through the journey. */
export interface Place {
  nth: number
  of: number
  by: WayIn | undefined
}

const known = new WeakMap<Journey, Map<string, ReadonlyMap<string, Place>>>()

/** Every step's place, in the order of the outline. Worked out once for each state of the document and language. */
export function placesOf(journey: Journey, types: NodeTypes, language: string): ReadonlyMap<string, Place> {
  const byLanguage = known.get(journey) ?? new Map<string, ReadonlyMap<string, Place>>()
  const before = byLanguage.get(language)
  if (before) return before
  const of = journey.nodes.length
  const places = new Map<string, Place>()
  const visit = (branches: readonly Branch[]): void => {
    for (const { kind, node, by, children } of branches) {
      if (kind === 'step') places.set(node, { nth: places.size + 1, of, by })
      visit(children)
    }
  }
  visit(treeOf(journey, types, language))
  known.set(journey, byLanguage.set(language, places))
  return places
}

/** The outlet by which a step goes on: its only one that leads somewhere, else its first. */
export function onwardOutlet(journey: Journey, types: NodeTypes, id: string): string | undefined {
  const node = nodeById(journey, id)
  if (!node) return undefined
  const linked = journey.edges.filter(({ from }) => from === id).map(({ outlet }) => outlet)
  const outlets = outletsOfNode(node, types, 'en', linked).map(({ outlet }) => outlet)
  return linked.length === 1 ? linked[0] : (outlets.find((outlet) => linked.includes(outlet)) ?? outlets[0])
}

import type { TFunction } from 'i18next'
import type { NodeTypes } from '../node-types/links.ts'
import { nameOf, outletsOfNode } from '../node-types/words.ts'
import type { History } from '../store/history.ts'
import { type JourneyNode, nodeById } from '../store/journey.ts'

interface Words {
  t: TFunction
  types: NodeTypes
  language: string
}

/** What a change of the document is told as, to those who do not see it; undefined where their own typing tells it. */
export function sayChange(before: History, after: History, { t, types, language }: Words): string | undefined {
  if (after.journey === before.journey) return undefined
  const undone = after.future.length > before.future.length ? after.future[0] : undefined
  if (undone) return t('announce.undone', { what: t(`commands.${undone.name}`) })
  const [next] = before.future
  if (next && after.journey === next.journey) return t('announce.redone', { what: t(`commands.${next.name}`) })
  const step = after.past.at(-1)
  // A colleague's changes come under every step, and are told by the message that says so.
  if (!step || step.journey !== before.journey) return undefined

  const names = (nodes: readonly JourneyNode[]) =>
    nodes.map((node) => nameOf(node, types, language)).join(t('spoken.join'))
  const without = (all: readonly JourneyNode[], others: readonly JourneyNode[]) => {
    const ids = new Set(others.map(({ id }) => id))
    return all.filter(({ id }) => !ids.has(id))
  }
  const added = without(after.journey.nodes, before.journey.nodes)
  if (added.length > 0) return t('announce.added', { names: names(added) })
  const deleted = without(before.journey.nodes, after.journey.nodes)
  if (deleted.length > 0) return t('announce.deleted', { names: names(deleted) })
  if (step.name === 'reorder' || step.name === 'tidy') return t(`announce.${step.name}`)
  if (step.name !== 'link' && step.name !== 'unlink') return undefined

  const old = new Set(before.journey.edges)
  const kept = new Set(after.journey.edges)
  const edge =
    step.name === 'link'
      ? after.journey.edges.find((one) => !old.has(one))
      : before.journey.edges.find((one) => !kept.has(one))
  const from = edge && nodeById(after.journey, edge.from)
  const to = edge && nodeById(after.journey, edge.to)
  if (!from || !to) return undefined
  const outlet = outletsOfNode(from, types, language, [edge.outlet]).find((way) => way.outlet === edge.outlet)?.label
  return t(`announce.${step.name}`, { from: names([from]), outlet: outlet ?? edge.outlet, to: names([to]) })
}

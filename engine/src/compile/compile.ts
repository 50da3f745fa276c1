import { createHash } from 'node:crypto'
import type { Catalog } from '@wend/nodes/catalog'
import type { EntrySource } from '@wend/nodes/sdk/define-node'
import type { Issue, Language } from '@wend/nodes/sdk/issue'
import type { Rule, RuleLeaf } from '@wend/nodes/sdk/rule'
import type { Journey } from '../journey/journey.ts'
import type { Plan } from '../journey/plan.ts'
import type { Result } from '../journey/result.ts'
import { canonicalJson } from '../rules/canonical.ts'
import { factKey, leavesOf, splitField } from '../rules/read-leaf.ts'
import { checkGraph, type Ways } from './check-graph.ts'
import { checkSettings, settingsRules } from './check-settings.ts'
import { type DraftNode, issueOf } from './draft.ts'
import { readNode, toldOf } from './read-node.ts'

/** A journey that can run. */
export interface Compiled {
  plan: Plan
  /** SHA-256 of the plan's canonical JSON, hex. Names, notes and positions of nodes do not change it. */
  hash: string
  /** What does not stand against publishing, but should be looked at. */
  warnings: Issue[]
}

/** Makes the plan of a journey, or says everything that stands against it at once, warnings included. Never throws for what an author wrote. */
export function compile(journey: Journey, catalog: Catalog, { language }: { language: Language }): Result<Compiled> {
  const touches = new Map(journey.nodes.map((node) => [node.id, toldOf(node, catalog)]))
  const nodes = new Map<string, DraftNode>()
  const issues: Issue[] = []
  for (const [nth, node] of journey.nodes.entries()) {
    const read = readNode(node, nth, { catalog, touches, language })
    issues.push(...read.issues)
    if (nodes.has(node.id))
      issues.push(issueOf('duplicate-node', language, { path: `${read.path}/id`, node: node.id, about: node.id }))
    else nodes.set(node.id, read)
  }
  const graph = checkGraph(journey, nodes, language)
  issues.push(...graph.issues, ...checkSettings(journey.settings, touches, language))

  const facts = factsIn([
    ...[...nodes.values()].flatMap(({ rules }) => rules),
    ...settingsRules(journey.settings).map(({ rule }) => rule),
  ])
  if (facts.length > mostFacts)
    issues.push(issueOf('too-many-counts', language, { path: '/nodes', about: String(facts.length) }))

  if (issues.some(({ severity }) => severity === 'error')) return { ok: false, issues }
  const plan = planOf(journey, [...nodes.values()], graph.ways, facts)
  return { ok: true, value: { plan, hash: hashOf(plan), warnings: issues } }
}

/** Names a plan by what it does. */
const hashOf = (plan: Plan): string => createHash('sha256').update(canonicalJson(plan)).digest('hex')

/** Each is a subquery of the one that counts for a step. */
const mostFacts = 200

function planOf({ name, settings }: Journey, nodes: readonly DraftNode[], ways: Ways, facts: Plan['facts']): Plan {
  const entries = nodes.flatMap(({ node, type, config }) =>
    type?.entry && config ? [{ node: node.id, source: type.entry(config) }] : [],
  )
  const listens = [
    ...entries.flatMap(({ source }) => (source.by === 'event' ? [source.event] : [])),
    ...nodes.flatMap(({ awaited }) => awaited),
    ...(settings.goal ? [settings.goal.event] : []),
    ...(settings.exits ?? []).map(({ event }) => event),
  ]
  return {
    name,
    nodes: Object.fromEntries(
      nodes.map(({ node: { id, type, version, config: raw }, config = raw }) => [
        id,
        { type, version, config, edges: Object.fromEntries(ways.get(id) ?? []) },
      ]),
    ),
    entries: entries.map(({ node, source }) => ({ node, source: definedOnly(source) })),
    settings,
    listens: [...new Set(listens)].sort(),
    facts,
  }
}

function definedOnly(source: EntrySource): Plan['entries'][number]['source'] {
  if (source.by === 'api') return { by: 'api', ...(source.properties && { properties: [...source.properties] }) }
  return { by: 'event', event: source.event, ...(source.where && { where: source.where }) }
}

/** One leaf for each thing that must be counted, in the order of their keys. */
function factsIn(rules: readonly Rule[]): RuleLeaf[] {
  const facts = new Map<string, RuleLeaf>()
  for (const rule of rules) {
    for (const { leaf } of leavesOf(rule)) {
      const { root } = splitField(leaf.field)
      if (root === 'did' || root === 'touch') facts.set(factKey(leaf), facts.get(factKey(leaf)) ?? leaf)
    }
  }
  return [...facts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, leaf]) => leaf)
}

import type { Catalog } from '@wend/nodes/catalog'
import type { Category, Told } from '@wend/nodes/sdk/define-node'
import type { TemplateFormat } from '@wend/nodes/sdk/fields'
import type { Issue, Language } from '@wend/nodes/sdk/issue'
import { type JsonObject, jsonObject } from '@wend/nodes/sdk/json'
import { type Rule, rule } from '@wend/nodes/sdk/rule'
import type { JourneyNode } from '../journey/journey.ts'
import { checkRule, type Touches } from '../rules/check.ts'
import { isDeeper } from '../rules/json-tree.ts'
import { checkTemplate } from '../templates/check.ts'
import { configIssues, wordsOf } from './config-issues.ts'
import { type DraftNode, issueOf } from './draft.ts'
import { durationFault } from './durations.ts'
import { type Field, fieldsOf } from './fields.ts'
import { duplicateOutlets, outletsIn } from './outlets.ts'

/** Node types that the contract names and that are not built yet. */
const typesToCome: ReadonlyMap<string, Category> = new Map([
  ['entry-segment', 'enter'],
  ['entry-schedule', 'enter'],
  ['entry-date', 'enter'],
  ['entry-inaction', 'enter'],
  ['wait-for-rule', 'wait'],
])
const deepestConfig = 40
const formats: ReadonlySet<string> = new Set<TemplateFormat>(['text', 'html', 'json', 'url', 'header'])
const isFormat = (format: string | undefined): format is TemplateFormat => format !== undefined && formats.has(format)

/** What is learned of the touch that a node sends, once it has arrived; undefined where it sends none. */
export function toldOf(
  { type, version }: Pick<JourneyNode, 'type' | 'version'>,
  catalog: Catalog,
): readonly Told[] | undefined {
  const found = catalog.find(type, version)
  return found?.category === 'touch' ? (found.tells ?? []) : undefined
}

/** Understands one node as far as possible, with everything that is wrong with it by itself. */
export function readNode(
  node: JourneyNode,
  nth: number,
  { catalog, touches, language }: { catalog: Catalog; touches: Touches; language: Language },
): DraftNode {
  const path = `/nodes/${nth}`
  const at = `${path}/config`
  const type = catalog.find(node.type, node.version)
  const unread = { node, path, type, outlets: undefined, config: undefined, rules: [], awaited: [] }
  if (!type)
    return { ...unread, category: typesToCome.get(node.type), issues: [unknownType(node, path, catalog, language)] }
  const { category } = type
  if (isDeeper(node.config, deepestConfig))
    return { ...unread, category, issues: [issueOf('too-deep', language, { path: at, node: node.id })] }

  const own = (issue: Omit<Issue, 'node'>): Issue => ({ ...issue, path: `${at}${issue.path}`, node: node.id })
  const parsed = type.config.safeParse(node.config, { error: wordsOf[language] })
  const schemaIssues = parsed.success
    ? (type.validate?.(parsed.data, language) ?? [])
    : configIssues(type, node.config, parsed.error.issues, language)
  const fields = fieldsOf(type, node.config)
  const rules = fields.flatMap(({ widget, value }) => (widget === 'rule' ? readRule(value) : []))
  const outlets = outletsIn(type, node.config)
  const standing = { language, node: node.id, touches: category === 'enter' ? undefined : touches }
  return {
    node,
    path,
    type,
    category,
    outlets,
    config: parsed.success ? asJson(parsed.data, node.config) : undefined,
    rules,
    awaited: category === 'wait' ? fields.flatMap(eventIn) : [],
    issues: firstOfEach([
      ...schemaIssues.map(own),
      ...fields.flatMap((field) => fieldIssues(field, { ...standing, path: `${at}${field.path}` })),
      ...duplicateOutlets(type, node.config).map(({ path: inside, id }) =>
        issueOf('duplicate-outlet', language, { path: `${at}${inside}`, node: node.id, about: id }),
      ),
    ]),
  }
}

function unknownType(node: JourneyNode, path: string, catalog: Catalog, language: Language): Issue {
  const at = { node: node.id, about: node.type }
  if (typesToCome.has(node.type)) return issueOf('type-not-available', language, { ...at, path: `${path}/type` })
  const versions = catalog.all.filter(({ type }) => type === node.type).map(({ version }) => version)
  return versions.length === 0
    ? issueOf('unknown-type', language, { ...at, path: `${path}/type` })
    : issueOf('unknown-version', language, { ...at, path: `${path}/version`, more: versions.join(', ') })
}

const readRule = (value: unknown): Rule[] => {
  const read = rule.safeParse(value)
  return read.success ? [read.data] : []
}

const eventIn = ({ widget, value }: Field): string[] => (widget === 'event' && typeof value === 'string' ? [value] : [])

function fieldIssues(field: Field, standing: Parameters<typeof checkRule>[1]): Issue[] {
  const { widget, format, secrets, value } = field
  const { path, node, language } = standing
  const own = { path, ...(node !== undefined && { node }) }
  if (widget === 'rule') return readRule(value).flatMap((read) => checkRule(read, standing))
  if (widget === 'template' && typeof value === 'string' && isFormat(format))
    return checkTemplate(value, format, language, { secrets }).map((issue) => ({ ...issue, ...own }))
  if (widget !== 'duration' && widget !== 'offset') return []
  const fault = durationFault(value)
  if (fault === undefined || (fault === 'duration-zero' && widget === 'offset')) return []
  const severity = fault === 'duration-zero' ? 'warning' : 'error'
  return [issueOf(fault, language, { ...own, about: String(value), severity })]
}

/** A node's own check and the engine's may have found the same: the first that speaks of a place by a code stays. */
function firstOfEach(issues: readonly Issue[]): Issue[] {
  const seen = new Set<string>()
  return issues.filter(({ code, path }) => {
    const place = `${code.startsWith('duplicate-') ? 'duplicate' : code} ${path}`
    const isFirst = !seen.has(place)
    seen.add(place)
    return isFirst
  })
}

/** What the schema made of a config, if it is JSON, as it should be. */
function asJson(made: unknown, raw: JsonObject): JsonObject {
  const read = jsonObject.safeParse(made)
  return read.success ? read.data : raw
}

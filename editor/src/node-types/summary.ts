import type { Config, Json } from '../store/journey.ts'
import { sayDuration } from './duration.ts'

const optional = /\[([^[\]]*)\]/g
const placeholder = /\{([\w.-]+)(?::(\w+))?\}/g
const longest = 60
const missing = '…'

/**
 * What a card says: the type's summary message with its placeholders filled from the config. A part in brackets falls away
 * when what it speaks of is not set.
 */
export const summarize = (message: string, config: Config, language: string): string =>
  fill(
    message.replace(optional, (_whole, part: string) => {
      const said = fill(part, config, language)
      return said.includes(missing) ? '' : said
    }),
    config,
    language,
  )

const fill = (message: string, config: Config, language: string): string =>
  message.replace(placeholder, (_whole, path: string, format: string | undefined) => {
    const values = valuesAt(config, path.split('.'))
    return values.length === 0 ? missing : say(values, format, language) || missing
  })

/** The values at a path; a list on the way gives one for each member. */
function valuesAt(value: Json | undefined, path: readonly string[]): Json[] {
  if (Array.isArray(value) && path.length > 0) return value.flatMap((member) => valuesAt(member, path))
  const [key, ...rest] = path
  if (key === undefined) return value === undefined || value === null || value === '' ? [] : [value]
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? valuesAt(value[key], rest) : []
}

function say(values: Json[], format: string | undefined, language: string): string {
  const joined = (texts: string[]) => clip(texts.join(language.startsWith('zh') ? '、' : ', '))
  if (format === 'count') return countOf(values).toLocaleString(language)
  if (format === 'duration') return joined(values.map((value) => sayDuration(text(value), language)))
  if (format === 'rule') return joined(values.map((value) => sayRule(value, language)))
  if (format === 'list') return joined(values.flatMap((value) => (Array.isArray(value) ? value : [value])).map(text))
  return joined(values.map(text))
}

function countOf(values: Json[]): number {
  const [only] = values
  if (values.length !== 1 || typeof only !== 'object' || only === null) return values.length
  return Array.isArray(only) ? only.length : Object.keys(only).length
}

const clip = (words: string) => (words.length > longest ? `${words.slice(0, longest - 1).trimEnd()}…` : words)

/** A rule in a line: `entry.value >= 20 and customer.level in gold, black`. */
export function sayRule(rule: Json, language: string): string {
  if (typeof rule !== 'object' || rule === null || Array.isArray(rule)) return text(rule)
  if (Array.isArray(rule.rules)) {
    const words = language.startsWith('zh')
      ? { and: ' 且 ', or: ' 或 ', not: '非 ' }
      : { and: ' and ', or: ' or ', not: 'not ' }
    const said = rule.rules.map((one) => sayRule(one, language)).join(rule.combinator === 'or' ? words.or : words.and)
    return rule.not === true ? `${words.not}(${said})` : said
  }
  return [rule.field, rule.operator, rule.value].flatMap((part) => (part === undefined ? [] : [text(part)])).join(' ')
}

function text(value: Json | undefined): string {
  if (typeof value === 'string') return value.replace(/\s+/g, ' ').trim()
  if (Array.isArray(value)) return value.map(text).join(', ')
  return JSON.stringify(value)
}

import type { NodeType } from '@wend/nodes/sdk/define-node'
import type { Issue, Language } from '@wend/nodes/sdk/issue'
import type { JsonObject } from '@wend/nodes/sdk/json'
import { z } from 'zod'
import { pointerKey } from '../rules/json-tree.ts'
import { fieldsOf } from './fields.ts'
import { fieldMessages, titled } from './messages.ts'

type ZodIssue = z.core.$ZodIssue

/** zod's own words, in the operator's language. */
export const wordsOf: Record<Language, z.core.$ZodErrorMap> = {
  en: z.locales.en().localeError,
  'zh-CN': z.locales.zhCN().localeError,
}

/** What a node type's schema has against a config. Paths are JSON pointers inside the config. */
export function configIssues(
  type: NodeType,
  config: JsonObject,
  found: readonly ZodIssue[],
  language: Language,
): Issue[] {
  const widgets = new Map(fieldsOf(type, config).map(({ path, widget }) => [path, widget]))
  return found.flatMap(flatten).flatMap((issue) => {
    const keys = issue.code === 'unrecognized_keys' ? issue.keys : [undefined]
    return keys.map((key): Issue => {
      const steps = key === undefined ? issue.path : [...issue.path, key]
      const path = steps.map((step) => `/${pointerKey(String(step))}`).join('')
      const remedy =
        key === undefined
          ? remedyOf(issue, config, widgets.get(path), language)
          : fieldMessages['unknown-key'][language]
      return {
        code: key === undefined ? (isMissing(issue, config) ? 'required' : 'invalid-config') : 'unknown-key',
        severity: 'error',
        path,
        message: withTitle(type, steps, remedy ?? zodSays(issue, language), language, remedy === undefined),
      }
    })
  })
}

/** Of a union, the alternative that came furthest speaks. */
function flatten(issue: ZodIssue): ZodIssue[] {
  if (issue.code !== 'invalid_union') return [issue]
  const reach = (issues: readonly ZodIssue[]) => Math.max(...issues.map(({ path }) => path.length))
  const [best] = [...issue.errors]
    .filter(({ length }) => length > 0)
    .sort((a, b) => reach(b) - reach(a) || a.length - b.length)
  if (!best || reach(best) === 0) return [issue]
  return best.flatMap((inner) => flatten({ ...inner, path: [...issue.path, ...inner.path] }))
}

function valueAt(config: JsonObject, path: readonly PropertyKey[]): unknown {
  let at: unknown = config
  for (const step of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined
    at = Reflect.get(at, step)
  }
  return at
}

function isMissing(issue: ZodIssue, config: JsonObject): boolean {
  const value = valueAt(config, issue.path)
  return (
    value === undefined || value === '' || (issue.code === 'too_small' && Array.isArray(value) && value.length === 0)
  )
}

/** What makes it right, where that is known; what zod says tells only what is wrong. */
function remedyOf(
  issue: ZodIssue,
  config: JsonObject,
  widget: string | undefined,
  language: Language,
): string | undefined {
  if (isMissing(issue, config)) return fieldMessages.required[language]
  if (widget === 'duration' || widget === 'offset' || widget === 'rule') return fieldMessages[widget][language]
  return undefined
}

function zodSays(issue: ZodIssue, language: Language): string {
  // A pattern's message is in its author's language.
  const foreign = language !== 'en' && (issue.code === 'invalid_format' || issue.code === 'custom')
  if (foreign) return fieldMessages.form[language]
  return `${issue.message.replace(/[.。]$/, '')}${language === 'en' ? '.' : '。'}`
}

/** The field's title before the message, and behind one that names no remedy what its author says of the field. */
function withTitle(
  type: NodeType,
  steps: readonly PropertyKey[],
  message: string,
  language: Language,
  helped: boolean,
): string {
  const name = steps.filter((step) => typeof step === 'string' && !/^\d+$/.test(step)).join('.')
  const { fields, help } = type.texts[language]
  const last = String(steps.at(-1) ?? '')
  const title = Object.hasOwn(fields, name) ? fields[name] : last
  const hint = helped && help && Object.hasOwn(help, name) ? help[name] : undefined
  const whole = title === undefined || title === '' ? message : titled(title, message, language)
  return hint === undefined ? whole : `${whole}${language === 'en' ? ' ' : ''}${hint}`
}

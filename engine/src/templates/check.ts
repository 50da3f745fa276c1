import type { TemplateFormat } from '@wend/nodes/sdk/fields'
import type { Issue, Language } from '@wend/nodes/sdk/issue'
import type { Template } from 'liquidjs'
import { hostIsFixed } from './host.ts'
import { longestTemplate, parse } from './liquid.ts'
import { rootNames } from './names.ts'

const known = ['customer', 'event', 'entry', 'journey', 'workspace', 'secrets']

const messages = {
  'template-in-host': {
    en: () =>
      'A template may not choose the host or port. Write them out; the path and the query may contain templates.',
    'zh-CN': () => '模板不能决定域名或端口，请直接写出；路径和查询参数可以使用模板。',
  },
  'unknown-filter': {
    en: (name: string, at: string) => `There is no filter “${name}” (${at}). Correct its name, or remove it.`,
    'zh-CN': (name: string, at: string) => `没有过滤器“${name}”（${at}）。请更正名称，或将其删除。`,
  },
  'no-raw': {
    en: (_: string, at: string) => `“raw” is not available (${at}): values are always escaped. Remove it.`,
    'zh-CN': (_: string, at: string) => `“raw”不可用（${at}）：变量始终会被转义，请将其删除。`,
  },
  'unknown-tag': {
    en: (name: string, at: string) => `There is no tag “${name}” (${at}). Correct its name, or remove it.`,
    'zh-CN': (name: string, at: string) => `没有标签“${name}”（${at}）。请更正名称，或将其删除。`,
  },
  'not-closed': {
    en: (_: string, at: string) =>
      `Something is opened and never closed (${at}). Add the missing }}, %} or {% end… %}.`,
    'zh-CN': (_: string, at: string) => `有未闭合的部分（${at}）。请补上缺少的 }}、%} 或 {% end… %}。`,
  },
  'template-syntax': {
    en: (_: string, at: string) => `This template cannot be read (${at}). Check the text between {{ }} and {% %}.`,
    'zh-CN': (_: string, at: string) => `模板无法解析（${at}）。请检查 {{ }} 和 {% %} 之间的内容。`,
  },
  'template-too-large': {
    en: () => 'This template is too long, or nested too deeply. Shorten it.',
    'zh-CN': () => '模板过长或嵌套过深，请精简。',
  },
  'secret-not-here': {
    en: () => 'Secrets may be used in webhooks only: here others could read them. Remove “secrets”.',
    'zh-CN': () => '密钥只能在 Webhook 中使用，用在此处可能被他人看到。请删除“secrets”。',
  },
  'unknown-variable': {
    en: (name: string) =>
      `“${name}” is always empty. Templates know customer, event, entry, journey and workspace: customer.${name}, perhaps?`,
    'zh-CN': (name: string) =>
      `“${name}”始终为空。模板可以使用 customer、event、entry、journey 和 workspace，是否应为 customer.${name}？`,
  },
}

/**
 * Everything wrong with a template that can be known without rendering it. `secrets`: it may name secrets.
 * `path` is empty: it is the whole text.
 */
export function checkTemplate(
  source: string,
  format: TemplateFormat,
  language: Language,
  { secrets = false }: { secrets?: boolean } = {},
): Issue[] {
  const issue = (code: keyof typeof messages, about = '', at = '', severity: Issue['severity'] = 'error'): Issue => {
    const name = about.length > 60 ? `${about.slice(0, 59)}…` : about
    return { code, severity, path: '', message: messages[code][language](name, at) }
  }
  const inHost = format === 'url' && !hostIsFixed(source) ? [issue('template-in-host')] : []
  if (source.length > longestTemplate) return [...inHost, issue('template-too-large')]
  if (!source.includes('{{') && !source.includes('{%')) return inHost

  let templates: Template[]
  try {
    templates = parse(source, format)
  } catch (error) {
    const message = error instanceof Error ? error.message : ''
    const at = whereabouts(error, language)
    const [, filter] = /undefined filter: ([^,\n]*)/.exec(message) ?? []
    const [, tag] = /tag "([^"]*)" not found/.exec(message) ?? []
    if (filter === 'raw') return [...inHost, issue('no-raw', '', at)]
    if (filter !== undefined) return [...inHost, issue('unknown-filter', filter, at)]
    if (tag !== undefined) return [...inHost, issue('unknown-tag', tag, at)]
    if (/limit exceeded|call stack/.test(message)) return [...inHost, issue('template-too-large')]
    return [...inHost, issue(/not closed/.test(message) ? 'not-closed' : 'template-syntax', '', at)]
  }
  const named = variablesOf(templates)
  return [
    ...inHost,
    ...(!secrets && named.includes('secrets') ? [issue('secret-not-here')] : []),
    ...named.filter((name) => !known.includes(name)).map((name) => issue('unknown-variable', name, '', 'warning')),
  ]
}

function variablesOf(templates: Template[]): string[] {
  try {
    return rootNames(templates)
  } catch {
    // What cannot be analyzed is not wrong for that.
    return []
  }
}

function whereabouts(error: unknown, language: Language): string {
  const [line, column] = hasToken(error) ? error.token.getPosition() : [1, 1]
  return language === 'en' ? `line ${line}, column ${column}` : `第 ${line} 行第 ${column} 列`
}

interface Placed {
  token: { getPosition(): number[] }
}

const hasToken = (error: unknown): error is Placed =>
  typeof error === 'object' &&
  error !== null &&
  'token' in error &&
  typeof error.token === 'object' &&
  error.token !== null &&
  'getPosition' in error.token

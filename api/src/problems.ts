import { IdsMoved } from '@wend/engine/changes/resolve'
import { Refused } from '@wend/engine/lifecycle/refused'
import { BadCursor } from '@wend/engine/reads/cursor'
import { isAway } from '@wend/engine/storage/away'
import type { Issue, Language } from '@wend/nodes/sdk/issue'
import { z } from 'zod'
import { pointer } from './plain-json.ts'
import { type IssueCode, issueTexts, type ProblemCode, problems } from './texts.ts'

/** What the caller did wrong, or what stands in the way: answered as `application/problem+json`. */
export class Problem extends Error {
  readonly code: ProblemCode
  readonly issues: readonly Issue[]
  /** When it may be tried again, where that is known. */
  readonly retryAfterSeconds: number | undefined

  constructor(code: ProblemCode, issues: readonly Issue[] = [], retryAfterSeconds?: number) {
    super(code)
    this.code = code
    this.issues = issues
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** An issue in the caller's words. */
export const issue = (code: IssueCode, path: string, language: Language, named: string = code): Issue => ({
  code: named,
  severity: 'error',
  path,
  message: issueTexts[code][language],
})

const isOurs = (code: string): code is IssueCode => Object.hasOwn(issueTexts, code)

/** An issue that was kept in its sender's language, in the reader's. */
export const retold = (kept: Issue, language: Language): Issue =>
  isOurs(kept.code) ? { ...kept, message: issueTexts[kept.code][language] } : kept

/** The one place where errors become statuses: undefined for what is our own fault. */
export function problemOf(error: unknown, language: Language): Problem | undefined {
  if (error instanceof Problem) return error
  if (error instanceof Refused) return new Problem(error.code, error.issues)
  if (error instanceof BadCursor) return new Problem('invalid-query', [issue('bad-cursor', '/cursor', language)])
  if (error instanceof URIError) return new Problem('not-found')
  // Others kept making the very customers of this batch: it was not taken, and may be sent again.
  if (error instanceof IdsMoved || isAway(error)) return new Problem('unavailable')
  if (!(error instanceof Error)) return undefined
  // What the body's reader throws.
  if ('type' in error && error.type === 'entity.too.large') return new Problem('too-large')
  if ('type' in error && error.type === 'encoding.unsupported') return new Problem('unknown-encoding')
  if ('status' in error && typeof error.status === 'number' && error.status >= 400 && error.status < 500)
    return new Problem('unreadable-json')
  return undefined
}

/** The body of a problem document (RFC 9457). */
export const problemBody = (code: ProblemCode, issues: readonly Issue[], language: Language) => {
  const [status, title] = problems[code]
  return { type: `urn:wend:problem:${code}`, title: title[language], status, code, issues }
}

const locales = { en: z.locales.en().localeError, 'zh-CN': z.locales.zhCN().localeError }

/** What a value must be, in an operator's words. What is not here, zod says. */
const kinds: Record<string, Record<Language, string>> = {
  string: { en: 'a text', 'zh-CN': '文本' },
  number: { en: 'a number', 'zh-CN': '数字' },
  int: { en: 'a whole number', 'zh-CN': '整数' },
  boolean: { en: 'true or false', 'zh-CN': 'true 或 false' },
  array: { en: 'a list, in [ ]', 'zh-CN': '列表（用 [ ]）' },
  object: { en: 'an object, in { }', 'zh-CN': '对象（用 { }）' },
  record: { en: 'an object, in { }', 'zh-CN': '对象（用 { }）' },
}

function wrongType({ expected, input }: z.core.$ZodIssueInvalidType, language: Language): string | undefined {
  const kind = kinds[expected]?.[language]
  if (kind === undefined) return undefined
  if (language === 'en') return input === undefined ? `This is missing. It must be ${kind}.` : `This must be ${kind}.`
  return input === undefined ? `缺少此项，应为${kind}。` : `此项应为${kind}。`
}

/** Reads a value by its schema, or throws `code` with every issue in the caller's language, and with what `further` finds. */
export function read<S extends z.ZodType>(
  schema: S,
  value: unknown,
  code: ProblemCode,
  language: Language,
  further: (value: unknown) => readonly Issue[] = () => [],
): z.output<S> {
  const parsed = schema.safeParse(value, { error: locales[language], reportInput: true })
  if (parsed.success) return parsed.data
  const issues = [...parsed.error.issues.flatMap((each) => issuesOf(each, '', language)), ...further(value)]
  const isTooMany = issues.length > mostIssues
  throw new Problem(code, isTooMany ? [...issues.slice(0, mostIssues), issue('more-issues', '', language)] : issues)
}

/** Nobody reads more, and an answer must not be many times as large as what was sent. */
const mostIssues = 1_000

/** zod's issue as ours. An unknown key is named by its own path; of a choice, the way that came nearest speaks. */
function issuesOf(found: z.core.$ZodIssue, above: string, language: Language): Issue[] {
  const path = above + found.path.map((part) => pointer(String(part))).join('')
  if (found.code === 'unrecognized_keys')
    return found.keys.map((key) => issue('unknown-key', path + pointer(key), language))
  if (found.code === 'invalid_union') {
    const [nearest] = found.errors.toSorted((one, other) => depthOf(other) - depthOf(one) || one.length - other.length)
    if (nearest?.length) return nearest.flatMap((each) => issuesOf(each, path, language))
  }
  const message = (found.code === 'invalid_type' && wrongType(found, language)) || found.message
  return [{ code: found.code.replaceAll('_', '-'), severity: 'error', path, message }]
}

const depthOf = (issues: readonly z.core.$ZodIssue[]): number => Math.max(0, ...issues.map(({ path }) => path.length))

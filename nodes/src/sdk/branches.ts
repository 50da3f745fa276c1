import { z } from 'zod'
import type { Issue, Language } from './issue.ts'

/** A branch's id is the outlet that its edge leaves by, and it wakes a wait. */
export const branchId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, 'letters, digits, - and _, at most 64')
  .meta({ widget: 'branch-id' })

/** Words that outlets and wakes are already called by, in this release or a later one. */
const reservedIds: ReadonlySet<string> = new Set([
  'next',
  'else',
  'timed-out',
  'failed',
  'blocked',
  'time',
  'delivered',
  'met',
  'exhausted',
  'limited',
  'denied',
])

const messages = {
  'duplicate-branch': {
    en: (id: string) => `Two branches have the id “${id}”. Give each branch an id of its own.`,
    'zh-CN': (id: string) => `有两个分支的标识都是“${id}”，请让每个分支的标识各不相同。`,
  },
  'reserved-branch': {
    en: (id: string) => `“${id}” is a word that outlets already have. Choose another id for this branch.`,
    'zh-CN': (id: string) => `“${id}”是出口的保留名称，请为该分支换一个标识。`,
  },
}

/** What is wrong with the ids of a node's `branches`. */
export function checkBranches(branches: readonly { id: string }[], language: Language): Omit<Issue, 'node'>[] {
  const seen = new Set<string>()
  return branches.flatMap(({ id }, index) => {
    const code = reservedIds.has(id) ? 'reserved-branch' : seen.has(id) ? 'duplicate-branch' : undefined
    seen.add(id)
    if (!code) return []
    return [{ code, severity: 'error' as const, path: `/branches/${index}/id`, message: messages[code][language](id) }]
  })
}

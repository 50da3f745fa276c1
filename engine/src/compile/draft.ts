import type { Category, NodeType } from '@wend/nodes/sdk/define-node'
import type { Issue, Language } from '@wend/nodes/sdk/issue'
import type { JsonObject } from '@wend/nodes/sdk/json'
import type { Rule } from '@wend/nodes/sdk/rule'
import type { JourneyNode } from '../journey/journey.ts'
import { codes, messages } from './messages.ts'

/** A node of a draft as far as it could be understood. */
export interface DraftNode {
  node: JourneyNode
  /** JSON pointer of the node. */
  path: string
  /** Undefined where the type is not known or not available. */
  type: NodeType | undefined
  category: Category | undefined
  /** Undefined where it cannot be told. */
  outlets: readonly string[] | undefined
  /** The config with its defaults; undefined where it is not valid. */
  config: JsonObject | undefined
  rules: readonly Rule[]
  /** Events that may end a wait here. */
  awaited: readonly string[]
  issues: Issue[]
}

/** One issue of a journey, in the language asked for. */
export function issueOf(
  code: keyof typeof messages,
  language: Language,
  {
    path,
    node,
    about = '',
    more = '',
    severity = 'error',
  }: {
    path: string
    node?: string | undefined
    about?: string
    more?: string
    severity?: Issue['severity']
  },
): Issue {
  const short = about.length > 120 ? `${about.slice(0, 119)}…` : about
  const message = messages[code][language](short, more)
  return { code: codes[code] ?? code, severity, path, message, ...(node !== undefined && { node }) }
}

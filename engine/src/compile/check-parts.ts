import type { Catalog } from '@wend/nodes/catalog'
import type { Told } from '@wend/nodes/sdk/define-node'
import type { Issue, Language } from '@wend/nodes/sdk/issue'
import { journeyNode, settings } from '../journey/journey.ts'
import { checkSettings } from './check-settings.ts'
import { readNode, toldOf } from './read-node.ts'

/**
 * What stands against those parts of a file that have their shape, where the whole has not the shape of a journey: each node
 * and the settings, by themselves. How they hang together cannot be told yet. Paths are JSON pointers into the file.
 */
export function checkParts(file: unknown, catalog: Catalog, language: Language): Issue[] {
  if (typeof file !== 'object' || file === null || !('nodes' in file) || !Array.isArray(file.nodes)) return []
  const nodes = file.nodes.slice(0, mostNodes).map((node: unknown) => ({ node, read: journeyNode.safeParse(node) }))
  // What cannot be read may be a touch.
  const touches = new Map(
    nodes.flatMap(({ node, read }): [string, readonly Told[] | undefined][] => {
      if (read.success) return [[read.data.id, toldOf(read.data, catalog)]]
      const id = typeof node === 'object' && node !== null && 'id' in node ? node.id : undefined
      return typeof id === 'string' ? [[id, ['opened', 'clicked']]] : []
    }),
  )
  const own = settings.safeParse('settings' in file ? file.settings : {})
  return [
    ...nodes.flatMap(({ read }, nth) =>
      read.success ? readNode(read.data, nth, { catalog, touches, language }).issues : [],
    ),
    ...(own.success ? checkSettings(own.data, touches, language) : []),
  ].filter(({ severity }) => severity === 'error')
}

const mostNodes = 1_000

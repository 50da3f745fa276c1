import type { Issue } from '../api/client.ts'
import { type Journey, nodeById } from '../store/journey.ts'

/** Where an issue belongs: a node's config or the settings, and the field as a JSON pointer inside it. */
export interface IssuePlace {
  node: string | undefined
  pointer: string
}

/** `/nodes/3/config/branches/0/event` is the field `/branches/0/event` of the fourth node. */
export function placeOf(issue: Issue, journey: Journey): IssuePlace {
  const inNode = /^\/nodes\/(\d+)(?:\/config)?(.*)$/.exec(issue.path)
  const node = issue.node ?? (inNode ? journey.nodes[Number(inNode[1])]?.id : undefined)
  if (inNode) return { node, pointer: inNode[2] ?? '' }
  return {
    node: node !== undefined && nodeById(journey, node) ? node : undefined,
    pointer: issue.path.replace(/^\/settings/, ''),
  }
}

/** Messages by field pointer, for one node or (undefined) for the settings. */
export function messagesAt(
  issues: readonly Issue[],
  journey: Journey,
  node: string | undefined,
): ReadonlyMap<string, string[]> {
  const messages = new Map<string, string[]>()
  for (const issue of issues) {
    const place = placeOf(issue, journey)
    if (place.node !== node) continue
    messages.set(place.pointer, [...(messages.get(place.pointer) ?? []), issue.message])
  }
  return messages
}

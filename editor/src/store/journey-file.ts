import { journey as journeyFile, maxJourneyBytes } from '@wend/engine/journey/journey'
import type { z } from 'zod'
import type { Journey } from './journey.ts'

/** Why a file is no journey file that can be taken: a key of the catalogs' `importing.wrong`, and where in it. */
export interface Wrong {
  wrong: 'huge' | 'unreadable' | 'json' | 'foreign' | 'shape' | 'twice'
  at: string
}

type Explain = z.core.$ZodErrorMap

/** A journey out of a file that somebody brings, whatever it is. Nothing of it is trusted before it was read whole. */
export async function readJourneyFile(file: Blob, language: string): Promise<Journey | Wrong> {
  if (file.size > maxJourneyBytes) return { wrong: 'huge', at: '' }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer())
    const read = readJourney(text)
    if (!language.startsWith('zh') || !isWrong(read)) return read
    const { zhCN } = await import('zod/locales')
    return readJourney(text, zhCN().localeError)
  } catch {
    return { wrong: 'unreadable', at: '' }
  }
}

export const isWrong = (read: Journey | Wrong): read is Wrong => 'wrong' in read

export function readJourney(text: string, explain?: Explain): Journey | Wrong {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { wrong: 'json', at: '' }
  }
  if (typeof value !== 'object' || value === null || !('nodes' in value) || !Array.isArray(value.nodes))
    return { wrong: 'foreign', at: '' }
  const read = parsed(value, explain)
  if (isWrong(read)) return read
  const twice = firstTwice(read)
  return twice === undefined ? read : { wrong: 'twice', at: twice }
}

function parsed(value: unknown, explain: Explain | undefined): Journey | Wrong {
  try {
    const read = journeyFile.safeParse(value, explain ? { error: explain } : {})
    if (read.success) return read.data
    const [issue] = read.error.issues
    return { wrong: 'shape', at: issue ? `/${issue.path.join('/')}: ${issue.message}` : '' }
  } catch {
    // Nested deeper than anything can be read.
    return { wrong: 'foreign', at: '' }
  }
}

/** The first id that two steps or notes have, or the first outlet with two lines: only one of them could be drawn. */
function firstTwice({ nodes, edges, notes = [] }: Journey): string | undefined {
  const lists = [
    nodes.map(({ id }) => id),
    notes.map(({ id }) => id),
    edges.map(({ from, outlet }) => `${from}.${outlet}`),
  ]
  for (const list of lists) {
    const seen = new Set<string>()
    for (const one of list) {
      if (seen.has(one)) return one
      seen.add(one)
    }
  }
  return undefined
}

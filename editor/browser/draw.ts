import { z } from 'zod'
import type { Access } from '../../api/src/start/access.ts'

interface Drawing {
  name: string
  nodes: { id: string; type: string; config: object; name?: string; at?: [number, number] }[]
  /** `from outlet to` */
  edges: string[]
}

/** Keeps a journey as a draft, as an engineer would by the interface, and answers its id. */
export async function keepDraft({ url, apiKey }: Access, { name, nodes, edges }: Drawing): Promise<string> {
  const file = {
    name,
    nodes: nodes.map(({ at, ...node }, nth) => ({
      ...node,
      version: 1,
      position: { x: at?.[0] ?? 0, y: at?.[1] ?? nth * 160 },
    })),
    edges: edges.map((way) => {
      const [from, outlet, to] = way.split(' ')
      return { from, outlet, to }
    }),
    settings: {},
  }
  const answer = await fetch(`${url}/v1/journeys`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${apiKey}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(file),
  })
  return z.object({ id: z.string() }).parse(await answer.json()).id
}

const draft = z.object({
  draft: z.looseObject({
    nodes: z.array(z.looseObject({ id: z.string(), type: z.string(), config: z.record(z.string(), z.json()) })),
    edges: z.array(z.object({ from: z.string(), outlet: z.string(), to: z.string() })),
  }),
})

/** The draft as the server has it. */
export async function savedDraft({ url, apiKey }: Access, id: string): Promise<z.infer<typeof draft>['draft']> {
  const answer = await fetch(`${url}/v1/journeys/${id}`, { headers: { Authorization: `Bearer ${apiKey}` } })
  return draft.parse(await answer.json()).draft
}

/** Its edges, as `keepDraft` takes them. */
export const savedEdges = async (access: Access, id: string): Promise<string[]> =>
  (await savedDraft(access, id)).edges.map(({ from, outlet, to }) => `${from} ${outlet} ${to}`).sort()

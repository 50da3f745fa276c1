import type { Locator, Page } from 'playwright-core'
import { z } from 'zod'
import type { Access } from '../../api/src/start/access.ts'

/** A step as tests write it: its id, its type, its place in rows of 160 px and columns of 320, its config. */
export interface Drawn {
  id: string
  type: string
  at: [column: number, row: number]
  config?: object
}

/** `from.outlet>to` */
export type Line = `${string}.${string}>${string}`

export interface Drawing {
  nodes: Drawn[]
  lines: Line[]
  notes?: { id: string; text: string; at: [column: number, row: number] }[]
}

const place = ([column, row]: [number, number]) => ({ x: column * 320, y: row * 160 })

/** Keeps a drawing as a journey of the workspace and opens it in the editor. Answers its id. */
export async function openDrawing(page: Page, wend: Access, drawing: Drawing): Promise<string> {
  const file = {
    name: 'Drawn',
    nodes: drawing.nodes.map(({ id, type, at, config = {} }) => ({
      id,
      type,
      version: 1,
      position: place(at),
      config,
    })),
    edges: drawing.lines.map((line) => {
      const [, from, outlet, to] = /^(.+)\.(.+)>(.+)$/.exec(line) ?? []
      return { from, outlet, to }
    }),
    settings: {},
    ...(drawing.notes ? { notes: drawing.notes.map(({ at, ...note }) => ({ ...note, position: place(at) })) } : {}),
  }
  const made = await fetch(`${wend.url}/v1/journeys`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${wend.apiKey}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(file),
  })
  const { id } = z.object({ id: z.string() }).parse(await made.json())
  await page.goto(`${wend.url}/journeys/${id}`)
  await page.locator('[data-card]').first().waitFor()
  return id
}

const kept = z.object({
  draft: z.object({
    name: z.string(),
    nodes: z.array(
      z.object({ id: z.string(), type: z.string(), position: z.object({ x: z.number(), y: z.number() }) }).loose(),
    ),
    edges: z.array(z.object({ from: z.string(), outlet: z.string(), to: z.string() })),
    notes: z
      .array(z.object({ id: z.string(), text: z.string(), position: z.object({ x: z.number(), y: z.number() }) }))
      .default([]),
  }),
})

/** The draft as the server has it. */
export async function draftOf({ url, apiKey }: Access, id: string) {
  const answer = await fetch(`${url}/v1/journeys/${id}`, { headers: { Authorization: `Bearer ${apiKey}` } })
  return kept.parse(await answer.json()).draft
}

/** Its edges as lines, sorted. */
export const linesOf = async (wend: Access, id: string): Promise<string[]> =>
  (await draftOf(wend, id)).edges.map(({ from, outlet, to }) => `${from}.${outlet}>${to}`).sort()

/** Where it is hit in the window. */
export async function middleOf(locator: Locator): Promise<{ x: number; y: number }> {
  const box = await locator.boundingBox()
  if (!box) throw new Error('nothing is seen of it')
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

/** Presses, moves in steps as a hand does, and lets go unless it is to be held. */
export async function drag(page: Page, from: Locator, to: Locator | { x: number; y: number }, hold = false) {
  const [begin, end] = [await middleOf(from), 'x' in to ? to : await middleOf(to)]
  await page.mouse.move(begin.x, begin.y)
  await page.mouse.down()
  await page.mouse.move((begin.x + end.x) / 2, (begin.y + end.y) / 2, { steps: 4 })
  await page.mouse.move(end.x, end.y, { steps: 4 })
  if (!hold) await page.mouse.up()
}

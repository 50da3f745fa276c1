import { z } from 'zod'

const viewport = z.object({
  x: z.number(),
  y: z.number(),
  zoom: z.number().min(0.1).max(2),
  /** The window's width then. */
  windowPx: z.number().optional(),
})
const views = z.array(z.tuple([z.string(), viewport]))

/** Where a journey was looked at: pixels and scale of the canvas. */
export type Viewport = z.infer<typeof viewport>

const stored = 'wend.views'
/** Of so many journeys, the last looked at. */
const kept = 50

function all(): [string, Viewport][] {
  try {
    return views.parse(JSON.parse(localStorage.getItem(stored) ?? '[]'))
  } catch {
    // Something else wrote there: begin anew.
    return []
  }
}

export const rememberedView = (key: string): Viewport | undefined => all().find(([of]) => of === key)?.[1]

export function rememberView(key: string, view: Viewport): void {
  const others = all().filter(([of]) => of !== key)
  localStorage.setItem(stored, JSON.stringify([[key, view], ...others].slice(0, kept)))
}

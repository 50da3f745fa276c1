import type { OutletLabel } from '../node-types/outlets.ts'
import type { Point } from '../store/journey.ts'

const leastWidthPx = 248
const outletWidthPx = 92
export const cardHeightPx = 96
export const noteWidthPx = 208

/** A card grows with its outlets, so that their labels stay readable. */
export const cardWidth = (outlets: number): number => Math.max(leastWidthPx, outlets * outletWidthPx)

/** Where a card goes that is put behind an outlet: below it, and under its own outlet where there are several. */
export function placeBehind(from: Point, outlets: readonly OutletLabel[], outlet: string, rowPx: number): Point {
  const nth = Math.max(
    0,
    outlets.findIndex((one) => one.outlet === outlet),
  )
  const spread = outlets.length > 1 ? (nth - (outlets.length - 1) / 2) * (leastWidthPx + 32) : 0
  const centre = from.x + cardWidth(outlets.length) / 2 + spread
  return { x: Math.round((centre - leastWidthPx / 2) / 8) * 8, y: from.y + rowPx }
}

/** A drawing of so few steps needs no map. */
export const needsMap = (nodes: number): boolean => nodes > 8

/** How all of it is brought into view: beside the map, and below what a watched journey says while nobody has entered. */
export const fitting = (nodes: number, live: boolean) => ({
  padding: { x: 0.15, top: live ? '112px' : 0.15, bottom: needsMap(nodes) ? '136px' : 0.15 } as const,
  maxZoom: 1,
})

export interface Size {
  width: number
  height: number
}

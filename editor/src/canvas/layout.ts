import type { OutletLabel } from '../node-types/outlets.ts'
import type { Journey, Point } from '../store/journey.ts'

const leastWidthPx = 248
const outletWidthPx = 92
/** For its label. */
export const outletWordsPx = outletWidthPx - 12
export const cardHeightPx = 96
export const noteWidthPx = 208

/** As wide as a text can get, in letters of a size: a Chinese one is square, others are seldom wider than three quarters of that. */
const widestPx = (text: string, letterPx: number): number =>
  [...text].reduce((sum, letter) => sum + (letter > '\u2e7f' ? letterPx : letterPx * 0.75), 0)

/** Whether it does in any case; what does not may. */
export const fits = (text: string, roomPx: number, letterPx: number): boolean => widestPx(text, letterPx) <= roomPx

/**
 * Where words of a card may not fit, they are cut. Only there: each place that cuts is one more to be put together in every
 * frame of a drag, and most words fit.
 */
export const cutWhere = (text: string, roomPx: number, letterPx: number): 'cut' | undefined =>
  fits(text, roomPx, letterPx) ? undefined : 'cut'

/** Beside a card's icon. */
export const wordsPx = 178

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

/** Watched cards carry numbers and are taller: the rows move apart, and nothing else changes. */
const stretched = 1.5
export const placeOf = (position: Point, live: boolean): Point =>
  live ? { x: position.x, y: position.y * stretched } : position

/** Where all that is drawn stands. */
export const placesIn = ({ nodes, notes = [] }: Pick<Journey, 'nodes' | 'notes'>, live: boolean): Point[] =>
  [...nodes, ...notes].map(({ position }) => placeOf(position, live))

/** A drawing of so few steps needs no map. */
export const needsMap = (nodes: number): boolean => nodes > 8

export interface Size {
  width: number
  height: number
}
/** What a canvas has for a drawing, and how wide the window around it is. */
export type Room = Size & { windowPx: number }

const marginPx = 40
/** What the map takes of its corner, its own margin included; it is less wide between panels that leave little room. */
const map = (windowPx: number): Size => ({ width: (windowPx < tightPx ? 96 : 160) + 32, height: 112 + 24 })
const tightPx = 1200
/** Narrower windows have no map, and the tools lie below the drawing rather than beside it. */
const narrowPx = 768
const toolsPx = 64

/**
 * How all of it is brought into view in a room of a size: never above 100 %, and beside the map or above it, whichever shows
 * it larger. A journey that is higher than wide needs no room below it for a map that stands in a corner.
 */
export function fitting(places: readonly Point[], room: Room, mapped = needsMap(places.length)) {
  const isNarrow = room.windowPx < narrowPx
  const { width: mapWidth, height: mapHeight } = map(room.windowPx)
  const hasMap = !isNarrow && mapped
  const span = (along: 'x' | 'y', last: number) => {
    const all = places.map((place) => place[along])
    return Math.max(...all) - Math.min(...all) + last
  }
  const drawing = { width: span('x', leastWidthPx), height: span('y', cardHeightPx) }
  const zoomWith = (left: number, bottom: number) =>
    Math.min((room.width - left - marginPx) / drawing.width, (room.height - marginPx - bottom) / drawing.height, 1)
  const beside = hasMap && zoomWith(mapWidth, marginPx) > zoomWith(marginPx, mapHeight)
  const px = (length: number) => `${length}px` as const
  return {
    padding: {
      top: px(marginPx),
      right: px(marginPx),
      bottom: px(isNarrow ? toolsPx : hasMap && !beside ? mapHeight : marginPx),
      left: px(beside ? mapWidth : marginPx),
    },
    maxZoom: 1,
  }
}

import { expect, test } from 'vitest'
import { fitting } from './layout.ts'

const room = { width: 800, height: 844, windowPx: 1440 }
const column = (cards: number) => Array.from({ length: cards }, (_, nth) => ({ x: 0, y: nth * 160 }))
const row = (cards: number) => Array.from({ length: cards }, (_, nth) => ({ x: nth * 296, y: 0 }))

test('a journey is never shown above its own size', () => {
  for (const places of [[], column(1), column(20), row(20)]) expect(fitting(places, room).maxZoom).toBe(1)
})

test('a high journey takes all of the height, beside the map', () => {
  expect(fitting(column(12), room).padding).toMatchObject({ top: '40px', bottom: '40px', left: '192px' })
})

test('a wide journey takes all of the width, above the map', () => {
  expect(fitting(row(12), room).padding).toMatchObject({ left: '40px', right: '40px', bottom: '136px' })
})

test('where there is no map nothing is kept free for one', () => {
  expect(fitting(column(4), room).padding).toMatchObject({ left: '40px', bottom: '40px' })
})

test('on a telephone there is no map, and the tools lie below the drawing', () => {
  const { padding } = fitting(column(12), { width: 390, height: 700, windowPx: 390 })
  expect(padding).toMatchObject({ left: '40px', bottom: '64px' })
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { planPages } from './print-pages.ts'

const row = (nth: number) => ({ top: 40 + nth * 160, bottom: 40 + nth * 160 + 96 })
const rows = (many: number) => Array.from({ length: many }, (_, nth) => row(nth))

test('what can be read on one page comes onto one, upright or across', () => {
  expect(planPages(600, 900, rows(5))).toEqual({ isWide: false, scale: 1, pages: [{ top: 0, bottom: 900 }] })
  expect(planPages(1800, 1000, rows(6))).toMatchObject({ isWide: true, scale: 1044 / 1800, pages: [{ top: 0 }] })
})

test('a long journey is spread over upright pages, legible', () => {
  const { isWide, scale, pages } = planPages(680, 60 * 160 + 80, rows(60))
  expect([isWide, scale]).toEqual([false, 0.7])
  expect(pages.length).toBe(7)
})

test('a long and wide one lies across, as wide as the page', () => {
  const { isWide, scale } = planPages(2400, 4000, rows(24))
  expect([isWide, scale]).toEqual([true, 1044 / 2400])
})

test('pages follow one another to the end, fit on paper, and cut no card that fits on one', () => {
  const drawn = fc.array(
    fc.record({ top: fc.integer({ min: 40, max: 9000 }), height: fc.integer({ min: 40, max: 200 }) }),
    {
      minLength: 1,
    },
  )
  fc.assert(
    fc.property(fc.integer({ min: 300, max: 6000 }), drawn, (width, boxes) => {
      // In rows apart from each other, as cards that are tidied stand.
      const cards = boxes.map(({ top, height }) => ({
        top: Math.floor(top / 260) * 260 + 40,
        bottom: Math.floor(top / 260) * 260 + 40 + height,
      }))
      const height = Math.max(...cards.map(({ bottom }) => bottom)) + 40
      const { isWide, scale, pages } = planPages(width, height, cards)
      expect([pages[0]?.top, pages.at(-1)?.bottom]).toEqual([0, height])
      for (const [nth, { top, bottom }] of pages.entries()) {
        expect(bottom).toBeGreaterThan(top)
        if (nth > 0) expect(top).toBe(pages[nth - 1]?.bottom)
        expect((bottom - top) * scale).toBeLessThanOrEqual((isWide ? 716 : 1044) + 0.001)
        for (const card of cards) expect(card.top < bottom && card.bottom > bottom).toBe(false)
      }
      expect(width * scale).toBeLessThanOrEqual((isWide ? 1044 : 716) + 0.001)
    }),
  )
})

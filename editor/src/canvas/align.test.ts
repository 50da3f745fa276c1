import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aligned } from './align.ts'

const px = fc.integer({ min: -400, max: 400 })
const boxes = fc.uniqueArray(
  fc.record({
    ref: fc.string({ minLength: 1 }),
    x: px,
    y: px,
    width: fc.integer({ min: 100, max: 400 }),
    height: fc.integer({ min: 50, max: 200 }),
  }),
  { selector: ({ ref }) => ref, minLength: 2, maxLength: 8 },
)

test('aligned left, all have the left edge of the first; nothing moves up or down', () => {
  fc.assert(
    fc.property(boxes, (all) => {
      const places = aligned(all, 'left')
      const left = Math.min(...all.map(({ x }) => x))
      for (const { ref, y } of all) expect(places.get(ref)).toEqual({ x: left, y })
    }),
  )
})

test('aligned on the middle, all have the middle of what was selected', () => {
  fc.assert(
    fc.property(boxes, (all) => {
      const places = aligned(all, 'centre')
      const middle = (Math.min(...all.map(({ x }) => x)) + Math.max(...all.map(({ x, width }) => x + width))) / 2
      for (const { ref, y, width } of all) {
        expect((places.get(ref)?.x ?? 0) + width / 2).toBeCloseTo(middle)
        expect(places.get(ref)?.y).toBe(y)
      }
    }),
  )
})

test('distributed, the gaps are equal, the ends stay and the order too', () => {
  const column = [0, 10, 300].map((y, nth) => ({ ref: `${nth}`, x: nth * 8, y, width: 100, height: 50 }))
  expect([...aligned(column, 'distribute').values()]).toEqual([
    { x: 0, y: 0 },
    { x: 8, y: 150 },
    { x: 16, y: 300 },
  ])
  const row = [0, 110, 600].map((x, nth) => ({ ref: `${nth}`, x, y: 0, width: 100, height: 50 }))
  expect([...aligned(row, 'distribute').values()].map(({ x }) => x)).toEqual([0, 300, 600])
  fc.assert(
    fc.property(boxes, (all) => {
      const places = aligned(all, 'distribute')
      expect([...places.keys()].sort()).toEqual(all.map(({ ref }) => ref).sort())
    }),
  )
})

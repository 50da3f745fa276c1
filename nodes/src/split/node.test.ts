import fc from 'fast-check'
import { expect, test } from 'vitest'
import { visit } from '../sdk/testing.ts'
import { split } from './node.ts'

const inShares = (...weights: number[]) => ({
  branches: weights.map((weight, index) => ({ id: `b${index}`, name: `B${index}`, weight })),
})
const outletOf = (config: unknown, chance: number): string => {
  const outcome = visit(split, config, { chance }).enter()
  return outcome.kind === 'leave' ? outcome.outlet : outcome.kind
}

test.each([
  [0, 'b0'],
  [0.7499, 'b0'],
  [0.75, 'b1'],
  [0.9999, 'b1'],
])('of shares 3 and 1, the chance %s falls to %s', (chance, outlet) => {
  expect(outletOf(inShares(3, 1), chance)).toBe(outlet)
})

test('each branch is taken in proportion to its weight, decimals too', () => {
  const weight = fc.oneof(fc.integer({ min: 1, max: 100 }), fc.double({ min: 0.01, max: 100, noNaN: true }))
  fc.assert(
    fc.property(fc.array(weight, { minLength: 1, maxLength: 5 }), (weights) => {
      const config = inShares(...weights)
      const total = weights.reduce((sum, one) => sum + one, 0)
      const tries = 400
      const taken = Array.from({ length: tries }, (_, nth) => outletOf(config, nth / tries))
      weights.forEach((one, index) => {
        const share = taken.filter((id) => id === `b${index}`).length / tries
        expect(Math.abs(share - one / total)).toBeLessThanOrEqual(1.01 / tries)
      })
    }),
    { numRuns: 30 },
  )
})

test('every chance falls to some branch', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (chance) => {
      expect(outletOf(inShares(0.1, 0.2, 0.7), chance)).toMatch(/^b[012]$/)
    }),
  )
})

test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('a share of %s is refused', (weight) => {
  expect(split.config.safeParse(inShares(1, weight)).success).toBe(false)
})

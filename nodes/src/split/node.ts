import { z } from 'zod'
import { branchId, checkBranches } from '../sdk/branches.ts'
import { defineNode, leave } from '../sdk/define-node.ts'
import { label } from '../sdk/fields.ts'
import { strokes } from '../sdk/icon.ts'
import { texts } from './texts.ts'

const weight = z.number().gt(0).max(1_000_000).meta({ widget: 'weight' })

/** Divides customers at random in given shares. A customer who comes again takes the same branch. */
export const split = defineNode({
  type: 'split',
  version: 1,
  category: 'decide',
  icon: strokes('M12 21v-7', 'M12 14 5 7', 'M12 14l7-7', 'M5 11V7h4', 'M19 11V7h-4'),
  config: z.strictObject({
    branches: z
      .array(z.strictObject({ id: branchId, name: label, weight }))
      .min(1)
      .max(50),
  }),
  defaults: {
    branches: [
      { id: 'a', name: 'A', weight: 50 },
      { id: 'b', name: 'B', weight: 50 },
    ],
  },
  outlets: [{ each: 'branches', label: 'name' }],
  quick: [],
  texts,
  validate: ({ branches }, language) => checkBranches(branches, language),

  enter: ({ branches }, { chance }) => leave(drawn(branches, chance)),
})

/** The branch in whose share of the line from 0 to 1 the chance lies. */
function drawn(branches: readonly { id: string; weight: number }[], chance: number): string {
  let left = chance * branches.reduce((sum, { weight }) => sum + weight, 0)
  let last = ''
  for (const { id, weight } of branches) {
    if (left < weight) return id
    left -= weight
    last = id
  }
  // Adding up decimals may fall short by a hair: that hair belongs to the last.
  return last
}

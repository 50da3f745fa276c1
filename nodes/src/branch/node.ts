import { z } from 'zod'
import { branchId, checkBranches } from '../sdk/branches.ts'
import { defineNode, leave } from '../sdk/define-node.ts'
import { condition, label } from '../sdk/fields.ts'
import { strokes } from '../sdk/icon.ts'
import { texts } from './texts.ts'

/** Sends the customer down the first branch whose rule holds. */
export const branch = defineNode({
  type: 'branch',
  version: 1,
  category: 'decide',
  icon: strokes('M12 3v6', 'M12 9 5 16v5', 'M12 9l7 7v5'),
  config: z.strictObject({
    branches: z
      .array(z.strictObject({ id: branchId, name: label, when: condition }))
      .min(1)
      .max(50),
  }),
  defaults: { branches: [{ id: 'a', name: 'A', when: { combinator: 'and', rules: [] } }] },
  outlets: [{ each: 'branches', label: 'name' }, 'else'],
  quick: [],
  texts,
  validate: ({ branches }, language) => checkBranches(branches, language),

  enter: ({ branches }, { holds }) => leave(branches.find(({ when }) => holds(when))?.id ?? 'else'),
})

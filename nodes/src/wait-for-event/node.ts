import { z } from 'zod'
import { branchId, checkBranches } from '../sdk/branches.ts'
import { defineNode, leave, wait } from '../sdk/define-node.ts'
import { condition, eventName, howLong } from '../sdk/fields.ts'
import { strokes } from '../sdk/icon.ts'
import { texts } from './texts.ts'

/** Holds the customer until one of several events, or a timeout. */
export const waitForEvent = defineNode({
  type: 'wait-for-event',
  version: 1,
  category: 'wait',
  icon: strokes('M6 3h12', 'M6 21h12', 'M7 3v4l5 5 5-5V3', 'M7 21v-4l5-5 5 5v4'),
  config: z.strictObject({
    branches: z
      .array(z.strictObject({ id: branchId, event: eventName, where: condition.optional() }))
      .min(1)
      .max(50),
    timeout: howLong,
  }),
  defaults: { branches: [{ id: 'happened', event: '' }], timeout: 'P1D' },
  outlets: [{ each: 'branches', label: 'event' }, 'timed-out'],
  quick: ['timeout'],
  takes: { 'timed-out': 'timeout' },
  texts,
  validate: ({ branches }, language) => checkBranches(branches, language),

  enter: ({ branches, timeout }, { after }) => wait({ untilMs: after(timeout), on: branches }),
  wake: (_config, _context, { by }) => leave(by === 'time' ? 'timed-out' : by),
})

import { z } from 'zod'
import { defineNode, leave, wait } from '../sdk/define-node.ts'
import { howLong } from '../sdk/fields.ts'
import { strokes } from '../sdk/icon.ts'
import { texts } from './texts.ts'

/** Holds the customer for a time. */
export const waitDuration = defineNode({
  type: 'wait',
  version: 1,
  category: 'wait',
  icon: strokes('M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z', 'M12 7v5l3 2'),
  config: z.strictObject({ duration: howLong }),
  defaults: { duration: 'P1D' },
  outlets: ['next'],
  quick: ['duration'],
  takes: { next: 'duration' },
  texts,

  enter: ({ duration }, { after }) => wait({ untilMs: after(duration) }),
  wake: () => leave('next'),
})

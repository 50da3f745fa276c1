import { z } from 'zod'
import { defineNode, finish } from '../sdk/define-node.ts'
import { template } from '../sdk/fields.ts'
import { strokes } from '../sdk/icon.ts'
import { texts } from './texts.ts'

/** Ends the enrollment as completed. */
export const exit = defineNode({
  type: 'exit',
  version: 1,
  category: 'end',
  icon: strokes('M10 4H5v16h5', 'M10 12h10', 'M16 8l4 4-4 4'),
  config: z.strictObject({ reason: template('text', { most: 200 }).optional() }),
  defaults: {},
  outlets: [],
  quick: ['reason'],
  texts,

  enter: ({ reason }, { render }) => finish(reason && render.text(reason)),
})

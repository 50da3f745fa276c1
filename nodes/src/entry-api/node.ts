import { z } from 'zod'
import { defineNode, leave } from '../sdk/define-node.ts'
import { strokes } from '../sdk/icon.ts'
import { texts } from './texts.ts'

/** Lets in the customers that a program or a person names. */
export const entryApi = defineNode({
  type: 'entry-api',
  version: 1,
  category: 'enter',
  icon: strokes('M8 6 2 12l6 6', 'M16 6l6 6-6 6', 'M14 4l-4 16'),
  config: z.strictObject({
    properties: z.array(z.string().min(1).max(200)).max(50).meta({ widget: 'names' }).optional(),
  }),
  defaults: {},
  outlets: ['next'],
  quick: [],
  texts,

  entry: ({ properties }) => ({ by: 'api', properties }),
  enter: () => leave('next'),
})

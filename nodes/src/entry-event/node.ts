import { z } from 'zod'
import { defineNode, leave } from '../sdk/define-node.ts'
import { condition, eventName } from '../sdk/fields.ts'
import { strokes } from '../sdk/icon.ts'
import { texts } from './texts.ts'

/** Lets a customer in when she does something. */
export const entryEvent = defineNode({
  type: 'entry-event',
  version: 1,
  category: 'enter',
  icon: strokes('M13 2 4 14h7l-1 8 9-12h-7z'),
  config: z.strictObject({ event: eventName, where: condition.optional() }),
  defaults: { event: '' },
  outlets: ['next'],
  quick: ['event'],
  texts,

  entry: ({ event, where }) => ({ by: 'event', event, where }),
  enter: () => leave('next'),
})

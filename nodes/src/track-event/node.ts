import { z } from 'zod'
import { defineNode, leave } from '../sdk/define-node.ts'
import { eventName, values } from '../sdk/fields.ts'
import { strokes } from '../sdk/icon.ts'
import { renderValues } from '../sdk/render-values.ts'
import { texts } from './texts.ts'

/** Records an event for the customer, which can enter and wake other journeys. */
export const trackEvent = defineNode({
  type: 'track-event',
  version: 1,
  category: 'data',
  icon: strokes('M3 12h4l3-8 4 16 3-8h4'),
  config: z.strictObject({ event: eventName, properties: values.optional() }),
  defaults: { event: '' },
  outlets: ['next'],
  quick: ['event'],
  texts,

  enter: ({ event, properties = {} }, { render }) =>
    leave('next', { events: [{ name: event, properties: renderValues(properties, render) }] }),
})

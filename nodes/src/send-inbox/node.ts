import { z } from 'zod'
import { defineNode, deliver, leave } from '../sdk/define-node.ts'
import { howLong, template } from '../sdk/fields.ts'
import { strokes } from '../sdk/icon.ts'
import { texts } from './texts.ts'

/** Puts a message, a popup or a red dot into the customer's inbox in the application. */
export const sendInbox = defineNode({
  type: 'send-inbox',
  version: 1,
  category: 'touch',
  icon: strokes('M3 13l3-9h12l3 9v7H3z', 'M3 13h5l1.500 3h5l1.500-3h5'),
  config: z.strictObject({
    kind: z.enum(['message', 'popup', 'badge']).default('message'),
    title: template('text', { least: 1, most: 500 }),
    body: template('text'),
    link: template('url', { most: 2000 }).optional(),
    expiresAfter: howLong.optional(),
  }),
  defaults: { kind: 'message', title: '', body: '' },
  outlets: ['next', 'blocked'],
  quick: ['title'],
  texts,

  enter: ({ kind, title, body, link, expiresAfter }, { render, after }) =>
    deliver({
      channel: 'inbox',
      form: kind,
      title: render.text(title),
      body: render.text(body),
      ...(link && { link: render.url(link) }),
      ...(expiresAfter && { expiresMs: after(expiresAfter) }),
    }),
  wake: (_config, _context, { by }) => leave(by === 'delivered' ? 'next' : by),
})

import { z } from 'zod'
import { defineNode, deliver, leave } from '../sdk/define-node.ts'
import { template } from '../sdk/fields.ts'
import { strokes } from '../sdk/icon.ts'
import { textOfHtml } from './text-of-html.ts'
import { texts } from './texts.ts'

/** Sends an e-mail. The channel turns MJML into HTML and adds the way to unsubscribe. */
export const sendEmail = defineNode({
  type: 'send-email',
  version: 1,
  category: 'touch',
  icon: strokes('M3 5h18v14H3z', 'M3 7l9 6 9-6'),
  config: z.strictObject({
    subject: template('header', { least: 1, most: 1000 }),
    preheader: template('text', { most: 1000 }).optional(),
    body: template('html', { least: 1, most: 500_000 }),
    from: template('header', { most: 500 }).optional(),
    replyTo: template('header', { most: 500 }).optional(),
  }),
  defaults: { subject: '', body: '' },
  outlets: ['next', 'failed', 'blocked'],
  quick: ['subject'],
  tells: ['opened', 'clicked'],
  texts,

  enter: ({ subject, preheader, body, from, replyTo }, { render }) => {
    const title = render.header(subject)
    const html = render.html(body)
    return deliver({
      channel: 'email',
      subject: title,
      html,
      // A body of pictures alone still says something to who reads text.
      text: textOfHtml(html) || title,
      ...(preheader && { preheader: render.text(preheader) }),
      ...(from && { from: render.header(from) }),
      ...(replyTo && { replyTo: render.header(replyTo) }),
    })
  },
  wake: (_config, _context, { by }) => leave(by === 'delivered' ? 'next' : by),
})

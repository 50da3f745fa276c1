import { z } from 'zod'
import { defineNode, deliver, leave, type Render } from '../sdk/define-node.ts'
import { attributeName, template } from '../sdk/fields.ts'
import { strokes } from '../sdk/icon.ts'
import { checkRequest } from './check-request.ts'
import { texts } from './texts.ts'

const headerName = z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/, 'not the name of a header')

/** Calls an HTTP address. The visit's key goes along, so that the other side can tell a repetition. */
export const sendWebhook = defineNode({
  type: 'send-webhook',
  version: 1,
  category: 'touch',
  icon: strokes('M9 12h6', 'M9 8H7a4 4 0 0 0 0 8h2', 'M15 8h2a4 4 0 0 1 0 8h-2'),
  config: z.strictObject({
    url: template('url', { least: 1, most: 4000, secrets: true }),
    method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).default('POST'),
    headers: z
      .record(headerName, template('header', { most: 4000, secrets: true }))
      .meta({ widget: 'key-values' })
      .optional(),
    body: template('json', { most: 200_000, secrets: true }).optional(),
    saveAs: attributeName.optional(),
  }),
  defaults: { url: '', method: 'POST' },
  outlets: ['next', 'failed'],
  quick: ['url'],
  texts,
  validate: checkRequest,

  enter: ({ url, method, headers = {}, body }, { render }) => {
    const rendered = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, render.header(value)]))
    return deliver({
      channel: 'webhook',
      url: render.url(url),
      method,
      ...(method === 'GET' || !body ? { headers: rendered } : withBody(rendered, body, render)),
    })
  },
  wake: ({ saveAs }, _context, { by, answer }) => {
    if (by !== 'delivered') return leave(by)
    // No answer removes an earlier one, so that the attribute never tells of another call.
    return saveAs === undefined ? leave('next') : leave('next', { attributes: { [saveAs]: answer ?? null } })
  },
})

/** A body is JSON unless a header says otherwise. */
function withBody(headers: Record<string, string>, body: string, render: Render) {
  const type = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1]
  if (type === undefined)
    return { headers: { ...headers, 'content-type': 'application/json' }, body: render.json(body) }
  const isJson = /^[^;]*[/+]json\s*(;|$)/i.test(type)
  return { headers, body: isJson ? render.json(body) : render.text(body) }
}

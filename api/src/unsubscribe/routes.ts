import { readUnsubscribe } from '@wend/engine/channels/unsubscribe'
import { workspaceSecretsIn } from '@wend/engine/channels/workspace-secret'
import type { Engine } from '@wend/engine/engine'
import { refuseChannel } from '@wend/engine/lifecycle/consent'
import type { Response } from 'express'
import { z } from 'zod'
import { plainPage, unknownLinkPage } from '../plain-page.ts'
import { noBody, noQuery, type Route, route } from '../route.ts'

const tag = 'Unsubscribe'

const askPage = plainPage(
  'Unsubscribe · 退订',
  `<form method="post">
<h1>Unsubscribe?</h1>
<p>You will get no more of these messages.</p>
<h1 lang="zh-CN">确认退订？</h1>
<p lang="zh-CN">退订后，您将不再收到此类消息。</p>
<p><button type="submit">Unsubscribe · 退订</button></p>
</form>`,
)
const donePage = plainPage(
  'Unsubscribed · 已退订',
  `<h1>You are unsubscribed</h1>
<p>You will get no more of these messages.</p>
<h1 lang="zh-CN">退订成功</h1>
<p lang="zh-CN">您将不再收到此类消息。</p>`,
)

const page = (response: Response, status: number, html: string): undefined => {
  response.status(status).type('html').setHeader('Cache-Control', 'no-store').send(html)
}
const told = (description: string) => ({ description, schema: z.string(), type: 'text/html' })

/** The links at the foot of messages. Opening one changes nothing: mail programs open links by themselves. */
export function unsubscribeRoutes(engine: Engine): Route[] {
  const secretOf = workspaceSecretsIn(engine.pool)
  const common = {
    path: '/u/{token}',
    tag,
    caller: 'anybody',
    params: { token: 'Signed by the workspace; names the customer and the channel' },
    query: noQuery,
    body: noBody,
  } as const
  return [
    route({
      ...common,
      method: 'get',
      summary: 'Ask whether to unsubscribe; changes nothing',
      answers: { 200: told('A page with a button'), 404: told('Not a link of ours') },
      async handle({ param, response }) {
        const asked = await readUnsubscribe(param('token'), secretOf)
        return asked ? page(response, 200, askPage) : page(response, 404, unknownLinkPage)
      },
    }),
    route({
      ...common,
      method: 'post',
      summary: 'Unsubscribe in one click (RFC 8058)',
      answers: { 200: told('Unsubscribed'), 404: told('Not a link of ours') },
      async handle({ param, response }) {
        const asked = await readUnsubscribe(param('token'), secretOf)
        const isKnown = asked !== undefined && (await refuseChannel(engine, asked))
        return isKnown ? page(response, 200, donePage) : page(response, 404, unknownLinkPage)
      },
    }),
  ]
}

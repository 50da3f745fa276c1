import { type OpenedTouch, readClick, readOpen } from '@wend/engine/channels/opens'
import { workspaceSecretsIn } from '@wend/engine/channels/workspace-secret'
import type { Engine } from '@wend/engine/engine'
import { recordOpened } from '@wend/engine/lifecycle/opened'
import { tellError } from '@wend/engine/tell-error'
import type { Request, Response } from 'express'
import { z } from 'zod'
import { unknownLinkPage } from '../plain-page.ts'
import { noBody, noQuery, type Route, route } from '../route.ts'

const tag = 'Opens and clicks'

/** One transparent dot. */
const dot = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')

/**
 * Where links in e-mails lead, and where the image in them comes from. Who reads mail is a stranger here: she gets where she
 * wants to go whatever becomes of what is recorded.
 */
export function openRoutes(engine: Engine): Route[] {
  const secretOf = workspaceSecretsIn(engine.pool)
  const common = { method: 'get', tag, caller: 'anybody', query: noQuery, body: noBody } as const

  /** Who asks for the headers alone opens nothing. */
  async function record(request: Request, touch: OpenedTouch, how: 'opened' | 'clicked'): Promise<void> {
    if (request.method === 'HEAD') return
    try {
      await recordOpened(engine, touch, how)
    } catch (error) {
      engine.log.warn({ workspace: touch.workspace, error: tellError(error) }, `that a message was ${how} is lost`)
    }
  }

  return [
    route({
      ...common,
      path: '/c/{token}',
      summary: 'Follow a link of an e-mail; the first time is kept with the touch',
      params: { token: 'Signed by the workspace; names the touch and where the link leads' },
      answers: {
        302: { description: 'Where the link leads', headers: { Location: 'As its author wrote it' } },
        404: { description: 'Not a link of ours', schema: z.string(), type: 'text/html' },
      },
      async handle({ param, request, response }) {
        const click = await readClick(param('token'), secretOf)
        if (!click) return unknown(response)
        await record(request, click.touch, 'clicked')
        return { status: 302, headers: { Location: click.target } }
      },
    }),
    route({
      ...common,
      path: '/o/{token}',
      summary: 'The image at the end of an e-mail; that it was asked for first is kept with the touch',
      params: { token: 'Signed by the workspace; names the touch' },
      answers: {
        200: { description: 'One transparent dot', schema: z.string(), type: 'image/gif' },
        404: { description: 'Not an image of ours', schema: z.string(), type: 'text/html' },
      },
      async handle({ param, request, response }) {
        const touch = await readOpen(param('token'), secretOf)
        if (!touch) return unknown(response)
        await record(request, touch, 'opened')
        // Shown by pages of mail programs, which are of other origins.
        response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin')
        response.setHeader('Cache-Control', 'no-store')
        response.status(200).type('gif').send(dot)
        return undefined
      },
    }),
  ]
}

function unknown(response: Response): undefined {
  response.status(404).type('html').setHeader('Cache-Control', 'no-store').send(unknownLinkPage)
}

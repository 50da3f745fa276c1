import { fileURLToPath } from 'node:url'
import { Together } from '@wend/engine/changes/together'
import type { Channels } from '@wend/engine/channels/create-channels'
import { sealWith } from '@wend/engine/channels/seal'
import type { Engine } from '@wend/engine/engine'
import { tellError } from '@wend/engine/tell-error'
import express, {
  type ErrorRequestHandler,
  type Express,
  type Request,
  type RequestHandler,
  type Response,
} from 'express'
import helmet from 'helmet'
import { z } from 'zod'
import { type Access, operatorOf } from './access/access.ts'
import { Keys } from './access/keys.ts'
import { customerRoutes } from './customers/routes.ts'
import { editorFiles } from './editor/files.ts'
import { type Bounds, Load } from './events/load.ts'
import { eventRoutes } from './events/routes.ts'
import { trackingPaths, trackingRoutes } from './events/tracking.ts'
import { Feeds } from './feeds.ts'
import { entryDemoRoute } from './first-steps/entry-demo-route.ts'
import { firstStepRoutes } from './first-steps/routes.ts'
import { missingMigrations } from './health/migrations.ts'
import { healthRoutes, type TemporalState } from './health/routes.ts'
import { idempotencyKeyOf, once } from './idempotency.ts'
import { countRoutes } from './journeys/count-routes.ts'
import { draftRoutes } from './journeys/draft-routes.ts'
import { enrollmentRoutes } from './journeys/enrollment-routes.ts'
import { entryRoutes } from './journeys/entry-routes.ts'
import { lifecycleRoutes } from './journeys/lifecycle-routes.ts'
import { keyRoutes } from './keys/routes.ts'
import { languageOf } from './language.ts'
import { messageRoutes } from './messages/routes.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { nodeTypeRoutes } from './node-types/routes.ts'
import { openApiOf } from './openapi.ts'
import { openRoutes } from './opens/routes.ts'
import { outboxRoutes } from './outbox/routes.ts'
import { Problem, problemBody, problemOf } from './problems.ts'
import { note, requestLog } from './request-log.ts'
import { type Answer, noBody, noQuery, type Route, route } from './route.ts'
import { ruleRoutes } from './rules/routes.ts'
import { secretRoutes } from './secrets/routes.ts'
import { sessionRoutes } from './session/routes.ts'
import { templateRoutes } from './templates/routes.ts'
import { commentRoutes } from './together/comment-routes.ts'
import { presenceRoutes } from './together/presence-routes.ts'
import { touchRoutes } from './touches/routes.ts'
import { unsubscribeRoutes } from './unsubscribe/routes.ts'
import { type Delivery, workspaceRoutes } from './workspace/routes.ts'

export interface ServerOptions {
  /** The ways to reach a customer, for previews and tests. */
  channels: Channels
  /** What the settings tell of them. */
  delivery: Delivery
  /** `WEND_PUBLIC_URL`: https makes cookies secure. */
  publicUrl?: string | undefined
  /** How many proxies stand in front, each of which adds to X-Forwarded-For. Default: none, and that header says nothing. */
  proxies?: number | undefined
  /** The built editor. Default: `editor/dist` of this repository. */
  editorFolder?: string | undefined
  /** `WEND_SECRET_KEY`. Absent: secrets are kept as they are. */
  secretKey?: Buffer | undefined
  /** Absent where there is no Temporal, as in tests. */
  temporalState?: (() => Promise<TemporalState>) | undefined
  /** How many events may be under way at once. */
  load?: Bounds | undefined
}

/** The application, its routes, and how to end what would otherwise never end. */
export interface Server {
  app: Express
  routes: readonly Route[]
  /** Ends streams, so that the listening server can close. */
  close(): void
}

/** Wires every route over an engine. Listening is the caller's. */
export function createServer(engine: Engine, options: ServerOptions): Server {
  const { publicUrl = '', editorFolder = fileURLToPath(new URL('../../editor/dist', import.meta.url)) } = options
  const keys = new Keys(engine.pool)
  const metrics = createMetrics(engine.pool)
  const feeds = new Feeds()

  const routes: Route[] = [
    ...trackingRoutes({ keys, metrics, load: new Load(options.load), together: new Together(engine) }),
    ...eventRoutes,
    ...nodeTypeRoutes(engine),
    ...draftRoutes,
    ...lifecycleRoutes,
    ...enrollmentRoutes,
    ...entryRoutes,
    ...countRoutes(feeds),
    ...commentRoutes,
    ...presenceRoutes(feeds),
    ...customerRoutes,
    ...touchRoutes,
    ...messageRoutes(options.channels),
    ...templateRoutes(engine.catalog),
    ...firstStepRoutes,
    entryDemoRoute,
    ...workspaceRoutes(options.delivery),
    ...outboxRoutes,
    ...secretRoutes(sealWith(options.secretKey)),
    ...keyRoutes(keys),
    ...sessionRoutes(keys, publicUrl.startsWith('https:')),
    ...unsubscribeRoutes(engine),
    ...openRoutes(engine),
    ...ruleRoutes,
    ...healthRoutes(engine, {
      keys,
      metrics,
      missingMigrations: () => missingMigrations(engine.pool),
      temporalState: options.temporalState,
    }),
  ]
  routes.push(openApiRoute(routes))

  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.set('trust proxy', options.proxies ?? 0)
  app.use(requestLog(engine.log))
  app.use(timing(metrics))
  app.use(safeHeaders)
  app.use(trackingPaths(), crossOrigin)
  for (const each of routes) app[each.method](expressPath(each.path), handler(each, engine, keys))
  app.use(otherMethods(routes))
  app.use('/v1', (_request, _response, next) => next(new Problem('no-such-route')))
  app.use(editorFiles(editorFolder))
  app.use((_request: Request, _response: Response) => {
    throw new Problem('no-such-route')
  })
  app.use(failing(engine))
  return { app, routes, close: () => feeds.close() }
}

function openApiRoute(routes: readonly Route[]): Route {
  let document: ReturnType<typeof openApiOf> | undefined
  return route({
    method: 'get',
    path: '/openapi.json',
    tag: 'OpenAPI',
    summary: 'This document',
    caller: 'anybody',
    query: noQuery,
    body: noBody,
    answers: { 200: { description: 'OpenAPI 3.1', schema: z.record(z.string(), z.unknown()) } },
    async handle() {
      document ??= openApiOf(routes)
      return { status: 200, body: document }
    },
  })
}

/** Refuses what a route's address is asked for by a method that it does not take. */
function otherMethods(routes: readonly Route[]): RequestHandler {
  const all = routes.map(({ path, method }) => ({
    address: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}/?$`, 'i'),
    methods: method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()],
  }))
  return (request, response, next) => {
    const methods = all.flatMap((each) => (each.address.test(request.path) ? each.methods : []))
    if (methods.length === 0) return next()
    response.setHeader('Allow', methods.join(', '))
    next(new Problem('wrong-method'))
  }
}

/** `/v1/journeys/{id}` as Express writes it. */
const expressPath = (path: string): string => path.replace(/\{(\w+)\}/g, ':$1')

const timing =
  (metrics: Metrics): RequestHandler =>
  (request, response, next) => {
    const beganMs = performance.now()
    response.once('finish', () => {
      const path = typeof request.route?.path === 'string' ? request.route.path : 'none'
      metrics.answered(path, request.method, response.statusCode, (performance.now() - beganMs) / 1000)
    })
    next()
  }

const safeHeaders = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      styleSrc: ["'unsafe-inline'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
    },
  },
  crossOriginResourcePolicy: { policy: 'same-origin' },
  strictTransportSecurity: false,
  xFrameOptions: { action: 'deny' },
})

/** Events come from pages of any origin; answers to them hold nothing but counts. */
const crossOrigin: RequestHandler = (request, response, next) => {
  response.setHeader('Access-Control-Allow-Origin', '*')
  response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin')
  if (request.method !== 'OPTIONS') return next()
  response.setHeader('Access-Control-Allow-Methods', 'POST')
  response.setHeader('Access-Control-Allow-Headers', 'Authorization, Content-Type, Content-Encoding')
  response.setHeader('Access-Control-Max-Age', '86400')
  response.status(204).end()
}

/** Who calls where the route lets anybody in: such a route belongs to no workspace. */
const nobody: Access = {
  get workspace(): number {
    throw new Problem('unauthorized')
  },
  by: '',
}

const handler =
  (each: Route, engine: Engine, keys: Keys): RequestHandler =>
  async (request, response) => {
    const language = languageOf(request.get('Accept-Language'))
    note(response, { route: each.path, isFrequent: each.tag === 'Tracking' || each.tag === 'Health' })
    const access = each.caller === 'operator' ? await operatorOf(request, keys) : undefined
    if (access) note(response, { workspace: access.workspace })
    const { sent, answer } = await each.receive({
      engine,
      language,
      request,
      response,
      access: access ?? nobody,
      param(name) {
        const value = request.params[name]
        if (typeof value !== 'string') throw new Error(`${each.path} has no part ${name}`)
        return value
      },
    })
    const key = each.once && access ? idempotencyKeyOf(request, language) : undefined
    const given =
      key !== undefined && access
        ? await once(engine.pool, access.workspace, key, { method: each.method, path: request.path, sent }, answer)
        : await answer()
    if (given) send(response, given)
  }

function send(response: Response, { status, body, headers = {} }: Answer): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
  if (!response.hasHeader('Cache-Control')) response.setHeader('Cache-Control', 'no-store')
  response.status(status)
  if (body === undefined) response.end()
  else response.json(body)
}

const failing =
  ({ log }: Engine): ErrorRequestHandler =>
  (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error)
    const language = languageOf(request.get('Accept-Language'))
    const problem = problemOf(error, language)
    if (!problem) log.error({ error: tellError(error), request: request.id }, 'a request failed')
    const body = problemBody(problem?.code ?? 'internal', problem?.issues ?? [], language)
    const retryAfter = problem?.retryAfterSeconds ?? (body.status === 503 ? 1 : undefined)
    if (retryAfter !== undefined) response.setHeader('Retry-After', String(retryAfter))
    if (body.status === 401 && trackingPaths().includes(request.path))
      response.setHeader('WWW-Authenticate', 'Basic realm="Wend"')
    else if (body.status === 401) response.setHeader('WWW-Authenticate', 'Bearer')
    response.setHeader('Content-Language', language)
    response.setHeader('Cache-Control', 'no-store')
    response.status(body.status).type('application/problem+json').send(JSON.stringify(body))
  }

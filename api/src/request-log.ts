import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { RequestHandler } from 'express'
import type { Logger } from 'pino'
import { pinoHttp } from 'pino-http'

/** What the log tells of a request besides its method and status. */
interface Notes {
  /** The pattern, never the address: that may name a customer. */
  route?: string
  workspace?: number
  /** Comes so often that only its failures are worth a line. */
  isFrequent?: boolean
}

const notes = new WeakMap<ServerResponse, Notes>()

/** Adds to what the log tells of the request that this response answers. */
export const note = (response: ServerResponse, more: Notes): void => {
  notes.set(response, { ...notes.get(response), ...more })
}

const isTold = (error: unknown): error is { message: string } =>
  typeof error === 'object' && error !== null && 'message' in error && typeof error.message === 'string'

/**
 * One line for each request, with an id that comes back in `X-Request-Id`. Neither addresses nor headers nor bodies are
 * logged, for they hold ids of customers and keys.
 */
export const requestLog = (log: Logger): RequestHandler =>
  pinoHttp({
    logger: log,
    genReqId(request, response) {
      const given = request.headers['x-request-id']
      const id = typeof given === 'string' && /^[\w.-]{1,64}$/.test(given) ? given : randomUUID()
      response.setHeader('X-Request-Id', id)
      return id
    },
    quietReqLogger: true,
    customAttributeKeys: { reqId: 'request' },
    serializers: {
      req: ({ method }: { method: string }) => ({ method }),
      res: ({ statusCode }: { statusCode: number }) => ({ status: statusCode }),
      // pino-http hands over an error that it has made an object of.
      err: (error: unknown) => ({ message: isTold(error) ? error.message : String(error) }),
    },
    customProps(_request, response) {
      const { route, workspace } = notes.get(response) ?? {}
      return { ...(route ? { route } : {}), ...(workspace === undefined ? {} : { workspace }) }
    },
    customLogLevel(_request, response, error) {
      if (error || response.statusCode >= 500) return 'error'
      return notes.get(response)?.isFrequent ? 'debug' : 'info'
    },
    customSuccessMessage: () => 'answered',
    customErrorMessage: () => 'failed',
  })

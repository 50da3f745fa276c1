import { existsSync } from 'node:fs'
import { join } from 'node:path'
import express, { type RequestHandler, Router } from 'express'
import helmet from 'helmet'

/**
 * What the editor's pages may do: run and fetch what comes from here, and nothing else. antd writes styles into the page;
 * the preview of an e-mail shows pictures from elsewhere.
 */
const policy = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:', 'https:'],
      connectSrc: ["'self'"],
      frameSrc: ["'self'"],
      objectSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
    },
  },
  crossOriginEmbedderPolicy: false,
  strictTransportSecurity: false,
  xFrameOptions: { action: 'deny' },
})

/** The built editor in a folder: its files, and its page for every address that is a screen of it. */
export function editorFiles(folder: string): Router {
  const router = Router()
  router.use(policy)
  router.use(
    '/assets',
    // Named by their content.
    express.static(join(folder, 'assets'), { immutable: true, maxAge: '1y', fallthrough: true, index: false }),
  )
  // Asked for again behind the page's back: the page does not wait for what has hardly ever changed.
  router.use(
    express.static(folder, {
      index: false,
      cacheControl: false,
      setHeaders: (response) => response.setHeader('Cache-Control', 'max-age=60, stale-while-revalidate=86400'),
    }),
  )
  router.get(/^(?!\/(?:v1|u|c|o|sign-in|assets)\/)/, page(folder))
  return router
}

/** A name with a dot at the top is a file that is not there; further down it may be a customer's address. */
const isFile = /^\/[^/]*\.[^/]*$/

const page =
  (folder: string): RequestHandler =>
  (request, response, next) => {
    const file = join(folder, 'index.html')
    if (!request.accepts('html') || isFile.test(request.path)) return next()
    if (!existsSync(file)) {
      response
        .status(503)
        .type('text')
        .send('The editor is not built yet: run npm run build.\n编辑器尚未构建：请运行 npm run build。\n')
      return
    }
    response.setHeader('Cache-Control', 'no-cache')
    response.sendFile('index.html', { root: folder })
  }

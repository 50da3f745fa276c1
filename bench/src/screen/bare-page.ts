import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { extname, join, normalize } from 'node:path'
import { build } from 'vite'
import type { Drawing } from './drawing.ts'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
}

/** Builds the yardstick into a temporary folder and serves it on 127.0.0.1. */
export async function startBarePage(drawing: Drawing): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'wend-bare-'))
  await build({
    root: join(import.meta.dirname, 'page'),
    configFile: false,
    logLevel: 'error',
    build: { outDir: folder, emptyOutDir: true, target: 'es2022' },
  })
  await writeFile(join(folder, 'drawing.json'), JSON.stringify(drawing))
  const server = createServer(async ({ url = '/' }, response) => {
    const path = normalize(new URL(url, 'http://bare').pathname)
    const file = join(folder, path === '/' ? 'index.html' : path)
    const content = await readFile(file).catch(() => undefined)
    // What is built carries its hash in its name, as the editor's does.
    const kept = path.startsWith('/assets/') ? 'max-age=31536000, immutable' : 'no-cache'
    response.writeHead(content ? 200 : 404, {
      'Content-Type': types[extname(file)] ?? 'text/plain',
      'Cache-Control': kept,
    })
    response.end(content)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('the bare page has no port')
  return {
    url: `http://127.0.0.1:${address.port}/`,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await rm(folder, { recursive: true, force: true })
    },
  }
}

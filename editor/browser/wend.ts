import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { z } from 'zod'

const root = fileURLToPath(new URL('../..', import.meta.url))
const access = z.object({ url: z.string(), apiKey: z.string(), writeKey: z.string(), signInUrl: z.string() })

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (typeof address !== 'object' || !address) throw new Error('no free port')
  return address.port
}

/** A whole Wend as `npm start` makes it, in a folder of its own. */
export async function startWend() {
  const folder = await mkdtemp(join(tmpdir(), 'wend browser '))
  await chmod(folder, 0o755)
  const child = spawn(process.execPath, [join(root, 'api/src/start/bootstrap.mjs')], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      PORT: String(await freePort()),
      WEND_DATA_DIR: join(folder, 'data'),
    },
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)))
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const ready = new Promise<void>((resolve) =>
    child.stdout.on('data', () => said.includes('Wend is ready') && resolve()),
  )
  await Promise.race([ready, ended])
  if (!said.includes('Wend is ready')) throw new Error(`Wend did not start: ${said}`)

  return {
    ...access.parse(JSON.parse(await readFile(join(folder, 'data', 'access.json'), 'utf8'))),
    async stop() {
      child.kill('SIGINT')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export type RunningWend = Awaited<ReturnType<typeof startWend>>

/** The system's Chromium: installed by `.ci/run`, or by hand. */
export function startBrowser(): Promise<Browser> {
  const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
    existsSync(path),
  )
  if (!executablePath)
    throw new Error('No Chromium is installed: install the package chromium, and fonts-noto-cjk for Chinese.')
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  })
}

/** An operator who has opened her sign-in link. `faults` collects what the page throws or logs as an error. */
export async function signIn(
  browser: Browser,
  { signInUrl }: RunningWend,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; faults: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en', ...options })
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()))
  await page.goto(signInUrl)
  return { page, faults }
}

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { type Browser, type BrowserContext, chromium, type Page, type Response } from 'playwright-core'
import { build } from 'vite'
import { z } from 'zod'
import { createWorkspace } from '../../../api/src/start/seed.ts'
import { root } from '../../../api/src/start/settings.ts'
import { startBarePage } from '../screen/bare-page.ts'
import { type Drawing, drawing } from '../screen/drawing.ts'
import { draggedFrame, measureIn, opened, typed } from '../screen/measured-page.ts'
import { type Stand, startStand } from '../stand/stand.ts'
import type { Line, Row } from './row.ts'

const steps = 300
const lines = 400
/** In the middle of the drawing: a step with one way in and one out. */
const dragged = 145
const nowhere = '127.0.0.1:1'

export const editor: Row = {
  name: 'editor',
  what: `A journey of ${steps} steps and ${lines} lines in the editor, in a real browser without a graphics card, against the same graph in bare React Flow.`,
  async run({ quick, full, say }) {
    const rounds = quick ? 2 : full ? 15 : 7
    await build({ configFile: join(root, 'editor', 'vite.config.ts'), logLevel: 'error' })
    const file = drawing(steps, lines)
    const bare = await startBarePage(file)
    const stand = await startStand({ workers: 0, env: { TEMPORAL_ADDRESS: nowhere } })
    const browser = await startBrowser()
    try {
      const { signIn, url } = await keep(stand, file)
      const first = await firstView(browser, signIn, url)
      const ours = await pageOf(browser, signIn)
      const theirs = await pageOf(browser)
      const open: Pair = { ours: [], yardstick: [] }
      const frame: Pair = { ours: [], yardstick: [] }
      // Once to fill the caches and to warm the compiler up.
      await opened(ours, url)
      await opened(theirs, bare.url)
      for (let nth = 0; nth < rounds; nth++) {
        open.ours.push(await opened(ours, url))
        frame.ours.push(await draggedFrame(ours, `.react-flow__node[data-id="n${dragged}"]`))
        await ours.waitForTimeout(1500)
        open.yardstick.push(await opened(theirs, bare.url))
        frame.yardstick.push(await draggedFrame(theirs, `.react-flow__node[data-id="n${dragged}"]`))
        say(`opened ${shown(open)} ms, frame ${shown(frame)} ms`)
      }
      await opened(ours, url)
      const keys = await keystrokes(ours)
      return {
        sizes: { steps: file.nodes.length, lines: file.edges.length, rounds },
        lines: [
          compared('until all cards are seen, files cached', open),
          compared('frame while a card is dragged, p95', frame),
          {
            what: 'cards drawn anew by a letter typed, at most',
            unit: '',
            ours: [Math.max(...keys.map(({ cards }) => cards))],
            bound: { atMost: 1 },
          },
          { what: 'from a key to the frame that shows it', unit: 'ms', ours: keys.map(({ ms }) => ms) },
          { what: 'first view: scripts and styles, gzip', unit: 'kB', ours: [first / 1000], bound: { atMost: 400 } },
        ],
        notes: [
          'React Flow is drawn without a map, labels, counts or forms; its page asks for the graph as JSON, ours for a session, node types, the journey and its check.',
        ],
      }
    } finally {
      await browser.close()
      await stand.stop()
      await bare.stop()
    }
  },
}

interface Pair {
  ours: number[]
  yardstick: number[]
}

const compared = (what: string, { ours, yardstick }: Pair): Line => ({
  what,
  unit: 'ms',
  ours,
  yardstick,
  ratio: ours.map((ms, nth) => ms / (yardstick[nth] ?? 0)),
  bound: { atMost: 1.5 },
})

const shown = ({ ours, yardstick }: Pair): string => `${ours.at(-1)?.toFixed(0)} (bare ${yardstick.at(-1)?.toFixed(0)})`

async function startBrowser(): Promise<Browser> {
  const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
    existsSync(path),
  )
  if (!executablePath) throw new Error('No Chromium is installed: install the package chromium.')
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

/** Keeps the drawing as a journey of a workspace. Answers how to sign in there, and where its editor is. */
async function keep(stand: Stand, file: Drawing): Promise<{ signIn: string; url: string }> {
  const [at = ''] = stand.urls
  const { apiKey, signInToken } = await createWorkspace(stand.pool, 'Editor')
  const answer = await fetch(`${at}/v1/journeys`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${apiKey}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(file),
  })
  const { id } = z.object({ id: z.string() }).parse(await answer.json())
  return { signIn: `${at}/sign-in?token=${signInToken}`, url: `${at}/journeys/${id}` }
}

const contextOf = (browser: Browser): Promise<BrowserContext> =>
  browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en' })

async function pageOf(browser: Browser, signIn?: string): Promise<Page> {
  const page = await (await contextOf(browser)).newPage()
  if (signIn) await page.goto(signIn)
  await measureIn(page, steps)
  return page
}

/** Bytes of all scripts and styles that a browser that knows nothing has fetched when the cards are seen, compressed. */
async function firstView(browser: Browser, signIn: string, url: string): Promise<number> {
  const context = await contextOf(browser)
  await (await context.request.get(signIn)).dispose()
  const page = await context.newPage()
  await measureIn(page, steps)
  const answers = new Map<string, Response>()
  page.on('response', (response) => {
    if (['script', 'stylesheet', 'document'].includes(response.request().resourceType()))
      answers.set(response.url(), response)
  })
  const seenMs = await opened(page, url)
  // By the page's own clock: what comes after the first view is asked for in the very next frame.
  const asked = z
    .array(z.string())
    .parse(
      await page.evaluate(
        `[location.href, ...performance.getEntriesByType('resource').filter(({ startTime }) => startTime < ${seenMs}).map(({ name }) => name)]`,
      ),
    )
  const bodies = await Promise.all(asked.flatMap((one) => answers.get(one)?.body() ?? []))
  const bytes = bodies.reduce((sum, body) => sum + gzipSync(body).length, 0)
  await context.close()
  return bytes
}

/** Types into the first text of a message's form. */
async function keystrokes(page: Page) {
  await page.locator(`.react-flow__node[data-id="n${dragged}"]`).click()
  const title = page.getByRole('complementary').getByRole('textbox', { name: 'Title' })
  await title.click()
  await page.keyboard.press('End')
  // The first letter also makes the journey a changed one, which others than cards tell.
  return typed(page, ' and a few more words')
}

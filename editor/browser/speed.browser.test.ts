import { gzipSync } from 'node:zlib'
import type { Browser, Page, Response } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { draw, inARow } from './by-api.ts'
import { openWend, signIn, startBrowser } from './wend.ts'

let wend: Awaited<ReturnType<typeof openWend>>
let browser: Browser
let journey: string

beforeAll(async () => {
  ;[wend, browser] = await Promise.all([openWend('Speed'), startBrowser()])
  journey = await draw(
    wend,
    inARow(
      ['n1', 'entry-event', { event: 'bought' }],
      ['n2', 'wait', { duration: 'PT1H' }],
      ['n3', 'send-inbox', { title: 'Hello', body: 'Text', kind: 'message' }],
      ['n4', 'wait', { duration: 'P1D' }],
      ['n5', 'send-inbox', { title: 'Again', body: 'Text', kind: 'message' }],
    ),
  )
})
afterAll(async () => {
  await browser?.close()
})

test('a letter typed into a form draws one card anew', async () => {
  const { page } = await signIn(browser, wend)
  await page.goto(`${wend.url}/journeys/${journey}`)
  await page.locator('[data-card="n3"]').click()
  const title = page.getByRole('complementary').getByRole('textbox', { name: 'Title' })
  await title.click()
  await page.keyboard.press('End')
  // The first letter also makes the journey a changed one, which others than cards tell.
  await page.keyboard.type(' you')
  await page.locator('[data-save="saved"]').waitFor()

  for (const letter of 'all') {
    await expectKey(page)
    await page.keyboard.type(letter)
    expect(await page.evaluate(() => window.drawnAnew)).toEqual(['n3'])
  }
})

declare global {
  interface Window {
    drawnAnew: Promise<string[]>
    seenMs?: number
  }
}

/** From the next key on: which cards are drawn anew for it. React gives an element new props exactly when what draws it was run again. */
const expectKey = (page: Page) =>
  page.evaluate(() => {
    const propsOf = (element: Element) => Object.entries(element).find(([name]) => name.startsWith('__reactProps'))?.[1]
    const cards = [...document.querySelectorAll<HTMLElement>('[data-node]')]
    const before = cards.map(propsOf)
    const changed = () =>
      cards.filter((card, nth) => propsOf(card) !== before[nth]).map(({ dataset }) => dataset.node ?? '')
    window.drawnAnew = new Promise((resolve) => {
      const twoFramesLater = () => requestAnimationFrame(() => requestAnimationFrame(() => resolve(changed())))
      window.addEventListener('keydown', twoFramesLater, { once: true, capture: true })
    })
  })

test('the first view of a journey takes at most 400 kB, compressed', async () => {
  const { page } = await signIn(browser, wend)
  await page.goto(`${wend.url}/settings`)
  const fresh = await (await browser.newContext({ storageState: await page.context().storageState() })).newPage()
  const answers = new Map<string, Response>()
  fresh.on('response', (response) => {
    if (['document', 'script', 'stylesheet'].includes(response.request().resourceType()))
      answers.set(response.url(), response)
  })
  // What was asked for before the cards were seen, by the page's own clock.
  await fresh.addInitScript(() => {
    const look = () => {
      const card = document.querySelector('[data-node="n5"]')
      if (card?.checkVisibility({ visibilityProperty: true })) window.seenMs = performance.now()
      else requestAnimationFrame(look)
    }
    look()
  })
  await fresh.goto(`${wend.url}/journeys/${journey}`)
  await fresh.waitForFunction(() => window.seenMs !== undefined)
  const asked = await fresh.evaluate(() => [
    location.href,
    ...performance
      .getEntriesByType('resource')
      .flatMap(({ name, startTime }) => (startTime < (window.seenMs ?? 0) ? [name] : [])),
  ])
  const first = await Promise.all(asked.flatMap((url) => answers.get(url)?.body() ?? []))
  const bytes = first.reduce((sum, body) => sum + gzipSync(body).length, 0)
  expect(bytes).toBeGreaterThan(200_000)
  expect(bytes).toBeLessThanOrEqual(400_000)
})

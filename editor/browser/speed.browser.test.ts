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
    first?: { summaries: number; heights: number[] }
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

test('lines stand at the handles from the first drawing on, with one line of words or two, one way out or many', async () => {
  const id = await draw(
    wend,
    inARow(
      ['b1', 'entry-event', { event: 'a_name_of_an_event_that_is_longer_than_the_card_is_wide' }],
      [
        'b2',
        'split',
        { branches: ['a', 'b', 'c', 'd'].map((branch) => ({ id: branch, name: branch, weight: 25 })) },
        'a',
      ],
      ['b3', 'send-inbox', { title: 'W'.repeat(19), body: 'Text', kind: 'message' }],
      ['b4', 'wait', { duration: 'PT1H' }],
      ['b5', 'send-inbox', { title: 'i'.repeat(40), body: 'Text', kind: 'message' }],
      ['b6', 'exit', {}],
    ),
  )
  for (const locale of ['en', 'zh-CN']) {
    const { page } = await signIn(browser, wend, { locale })
    await page.goto(`${wend.url}/journeys/${id}`)
    await page.locator('[data-card="b6"]').waitFor()
    await expect.poll(() => page.locator('.react-flow__edge-path').count()).toBe(5)
    const apart = await page.evaluate(() => {
      const middle = (selector: string, edge: 'top' | 'bottom') => {
        const box = document.querySelector(selector)?.getBoundingClientRect()
        return box ? [box.left + box.width / 2, box[edge]] : []
      }
      return [...document.querySelectorAll<SVGPathElement>('.react-flow__edge-path')].flatMap((path) => {
        const line = path.closest('.react-flow__edge')
        const [from = '', outlet = ''] = line?.getAttribute('data-id')?.split(':') ?? []
        const to = line?.getAttribute('aria-label')?.split(' → ')[1]
        const place = path.getScreenCTM()
        const length = path.getTotalLength()
        const ends = [path.getPointAtLength(0), path.getPointAtLength(length)].map((point) => {
          const { x, y } = point.matrixTransform(place ?? new DOMMatrix())
          return [x, y]
        })
        const handles = [
          middle(`[data-nodeid="${from}"][data-handleid="${outlet}"]`, 'bottom'),
          middle(`[data-nodeid="${to}"].target`, 'top'),
        ]
        return ends.flatMap((end, nth) => end.map((at, axis) => Math.abs(at - (handles[nth]?.[axis] ?? Number.NaN))))
      })
    })
    expect(apart).toHaveLength(20)
    expect(Math.max(...apart)).toBeLessThan(1)
    await page.context().close()
  }
})

test('cards that open too far away to be read get their words and handles after they were seen, and nothing moves', async () => {
  const steps = Array.from({ length: 80 }, (_, nth): [string, string, { duration: string }] => [
    `w${nth}`,
    'wait',
    { duration: `PT${nth + 1}H` },
  ])
  const id = await draw(wend, inARow(['in', 'entry-event', { event: 'bought' }], ...steps))
  const { page } = await signIn(browser, wend)
  await page.addInitScript(() => {
    const look = () => {
      const cards = [...document.querySelectorAll<HTMLElement>('.react-flow__node')]
      if (cards.length < 81) return requestAnimationFrame(look)
      const summaries = document.querySelectorAll('.card-summary').length
      window.first = { summaries, heights: cards.map(({ offsetHeight }) => offsetHeight) }
    }
    look()
  })
  await page.goto(`${wend.url}/journeys/${id}`)
  await expect.poll(() => page.locator('.card-summary').count()).toBe(81)
  await expect.poll(() => page.locator('.react-flow__handle').count()).toBe(80 + 81)
  const first = await page.evaluate(() => window.first)
  const heights = await page
    .locator('.react-flow__node')
    .evaluateAll((cards) => cards.map((card) => card instanceof HTMLElement && card.offsetHeight))
  expect(first).toEqual({ summaries: 0, heights })
})

test('what a journey shows is asked for once, before its code is there; an answer that fails is asked for again', async () => {
  const { page } = await signIn(browser, wend)
  await page.goto('about:blank')
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  const shown = [`/v1/journeys/${journey}`, '/v1/node-types', '/v1/session']
  const count = () => shown.map((path) => asked.filter((one) => one === path).length)
  await page.goto(`${wend.url}/journeys/${journey}`)
  await page.locator('[data-card="n5"]').waitFor()
  expect(count()).toEqual([1, 1, 1])
  const code = asked.findIndex((path) => path.startsWith('/assets/edit-'))
  expect(code).toBeGreaterThan(0)
  for (const path of shown) expect(asked.indexOf(path)).toBeLessThan(code)

  asked.length = 0
  await page.route(`**${shown[0]}`, (route) => route.fulfill({ status: 503 }), { times: 1 })
  await page.reload()
  await page.locator('[data-card="n5"]').waitFor()
  expect(count()).toEqual([2, 1, 1])
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

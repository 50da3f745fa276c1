import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { keepDraft, savedDraft } from './draw.ts'
import { openWend, signIn, startBrowser } from './wend.ts'

let wend: Awaited<ReturnType<typeof openWend>>
let browser: Browser

beforeAll(async () => {
  ;[wend, browser] = await Promise.all([openWend('Everyone'), startBrowser()])
})
afterAll(async () => {
  await browser?.close()
})

const entry = { id: 'in', type: 'entry-event', config: { event: 'begun' } }
const open = async (page: Page, id: string, card: string): Promise<void> => {
  await page.goto(`${wend.url}/journeys/${id}`)
  await page.locator(`[data-card="${card}"]`).waitFor()
}
const focusedPath = (page: Page) =>
  page.evaluate(() => document.activeElement?.closest('[data-path]')?.getAttribute('data-path'))
const inspected = (page: Page) =>
  page.evaluate(() => document.querySelector('[data-inspects]')?.getAttribute('data-inspects'))

test('13: a node of unknown type stays, grey, its config intact through changes and saving', async () => {
  const { page, faults } = await signIn(browser, wend)
  const config = { chat: '42', deep: { list: [1, { a: null }], text: '<b>' } }
  const id = await keepDraft(wend, {
    name: 'Foreign',
    nodes: [entry, { id: 'odd', type: 'telegram', config }, { id: 'wait', type: 'wait', config: { duration: 'PT1H' } }],
    edges: ['in next odd', 'odd sent wait'],
  })
  await open(page, id, 'odd')
  const odd = page.locator('[data-node="odd"]')
  expect(await odd.getAttribute('data-unknown')).toBe('true')
  await odd.getByText('The step “telegram” is not installed here').waitFor()
  expect(await odd.evaluate((card) => getComputedStyle(card).borderStyle)).toBe('dashed')

  await page.locator('[data-card="wait"]').click()
  await page.getByRole('spinbutton').first().fill('7')
  await page.locator('[data-card="odd"]').focus()
  await page.keyboard.press('Alt+ArrowRight')
  const saved = async (node: string) => (await savedDraft(wend, id)).nodes.find((one) => one.id === node)?.config
  await expect.poll(() => saved('wait')).toEqual({ duration: 'PT7H' })
  await page.locator('[data-save="saved"]').waitFor()
  expect(await saved('odd')).toEqual(config)
  expect((await savedDraft(wend, id)).edges).toContainEqual({ from: 'odd', outlet: 'sent', to: 'wait' })
  await page.reload()
  await page.locator('[data-node="odd"][data-unknown="true"]').waitFor()
  expect(faults).toEqual([])
})

/** Three things to mend, the second in the second of two branches. */
const wrong = {
  name: 'Wrong',
  nodes: [
    { id: 'in', type: 'entry-event', config: { event: '' } },
    {
      id: 'fork',
      type: 'wait-for-event',
      config: {
        branches: [
          { id: 'a', event: 'paid' },
          { id: 'b', event: '' },
        ],
        timeout: 'PT1H',
      },
    },
    { id: 'far', type: 'wait', config: {}, at: [3000, 4000] as [number, number] },
  ],
  edges: ['in next fork', 'fork timed-out far'],
}

test('27: problems are there within a second of a change; Enter on one centres its step and focuses its field; F8 goes on', async () => {
  const { page, faults } = await signIn(browser, wend)
  await open(page, await keepDraft(wend, wrong), 'far')
  const problems = page.getByRole('region', { name: 'Problems' })
  await problems.getByRole('button', { name: '3 to fix' }).click()
  for (const node of ['in', 'fork', 'far'])
    await page.locator(`[data-node="${node}"] .card-problems`).filter({ hasText: '1' }).waitFor()
  await page.getByRole('tab', { name: 'Outline' }).click()
  await page.getByRole('treeitem', { name: /^Wait for event .*1 problem/ }).waitFor()

  await problems.locator('.problem').nth(1).focus()
  await page.keyboard.press('Enter')
  await expect.poll(() => focusedPath(page)).toBe('/branches/1/event')
  expect(await inspected(page)).toBe('fork')
  await problems.locator('.problem').nth(2).focus()
  await page.keyboard.press('Enter')
  await expect.poll(() => inspected(page)).toBe('far')
  const inView = () =>
    page.locator('[data-card="far"]').evaluate((card) => {
      const { left, top, width, height } = card.getBoundingClientRect()
      return card.contains(document.elementFromPoint(left + width / 2, top + height / 2))
    })
  await expect.poll(inView).toBe(true)
  await page.keyboard.press('F8')
  await expect.poll(() => inspected(page)).not.toBe('far')

  // Measured in the page, from the key to the words: a second, with what a busy machine adds to it.
  await page.locator('[data-row="step in"]').focus()
  await page.keyboard.press('Enter')
  await expect.poll(() => focusedPath(page)).toBe('/event')
  await page.evaluate(() => {
    const started = performance.now()
    const line = document.querySelector('.problems')
    new MutationObserver((_, watching) => {
      if (line?.getAttribute('data-errors') !== '2') return
      document.body.dataset.tookMs = String(performance.now() - started)
      watching.disconnect()
    }).observe(document.body, { subtree: true, attributes: true, childList: true })
  })
  await page.keyboard.type('x')
  await expect.poll(() => page.evaluate(() => document.body.dataset.tookMs)).toBeTruthy()
  expect(await page.evaluate(() => Number(document.body.dataset.tookMs))).toBeLessThan(3000)
  // Before the draft is saved: what is checked is what is drawn.
  expect(faults).toEqual([])
})

test('27: what is drawn is checked before it is saved', async () => {
  const { page } = await signIn(browser, wend)
  await open(page, await keepDraft(wend, wrong), 'far')
  await page.getByRole('button', { name: '3 to fix' }).waitFor()
  // The server takes no draft for now.
  await page.route(/\/v1\/journeys\/[^/]+$/, (route) =>
    route.request().method() === 'PUT' ? route.abort() : route.continue(),
  )
  await page.locator('[data-card="in"]').click()
  await page
    .getByRole('complementary', { name: 'Settings of the selection' })
    .getByRole('textbox', { name: 'Event' })
    .or(page.getByRole('combobox', { name: 'Event' }))
    .first()
    .fill('begun')
  await page.getByRole('button', { name: '2 to fix' }).waitFor()
  await page.unroute(/\/v1\/journeys\/[^/]+$/)
})

test('28: publish with problems opens the list and brings the keyboard to the first', async () => {
  const { page, faults } = await signIn(browser, wend)
  await open(page, await keepDraft(wend, wrong), 'far')
  await page.getByRole('button', { name: 'Publish' }).focus()
  await page.keyboard.press('Enter')
  await expect.poll(() => page.evaluate(() => document.activeElement?.className)).toBe('problem')
  expect(await page.evaluate(() => document.activeElement === document.querySelector('.problem'))).toBe(true)
  await page.keyboard.press('Enter')
  await expect.poll(() => focusedPath(page)).toBe('/event')
  expect(faults).toEqual([])
})

test('38: light, dark and the system’s are there before anything is painted', async () => {
  for (const [colorScheme, chosen, shown] of [
    ['dark', undefined, 'dark'],
    ['light', undefined, 'light'],
    ['light', 'dark', 'dark'],
    ['dark', 'light', 'light'],
  ] as const) {
    const { page } = await signIn(browser, wend, { colorScheme })
    if (chosen) await page.evaluate((theme) => localStorage.setItem('wend.theme', theme), chosen)
    // What each frame shows, from the very first.
    await page.addInitScript(() => {
      const frames: string[] = []
      const look = () => {
        if (document.body) frames.push(getComputedStyle(document.body).backgroundColor)
        document.documentElement.dataset.frames = [...new Set(frames)].join(' | ')
        requestAnimationFrame(look)
      }
      requestAnimationFrame(look)
    })
    await page.goto(`${wend.url}/journeys`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe(shown)
    const seen = await page.evaluate(() => document.documentElement.dataset.frames ?? '')
    const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    // Before the sheet is there a frame has no ground of its own, and shows that of the colour scheme.
    expect(seen.split(' | ').filter((colour) => colour !== ground && colour !== 'rgba(0, 0, 0, 0)')).toEqual([])
    await page.context().close()
  }
})

test('38: another theme or language loses nothing: not what is typed, nor the selection, nor an undo step', async () => {
  const { page, faults } = await signIn(browser, wend)
  const id = await keepDraft(wend, { ...wrong, nodes: [entry, ...wrong.nodes.slice(1)] })
  await open(page, id, 'far')
  const choose = async (menu: string, entryName: string): Promise<void> => {
    await page.getByRole('button', { name: menu }).click()
    await page
      .getByRole('menuitem', { name: entryName })
      .or(page.getByRole('menuitemradio', { name: entryName }))
      .click()
  }
  await page.locator('[data-card="far"]').focus()
  await page.keyboard.press('F2')
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('name-of-far')
  await page.keyboard.type('Half a na')
  // At once, so that nothing of it is saved yet.
  await choose('Appearance', 'Dark')
  expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark')
  expect(await page.locator('#name-of-far').inputValue()).toBe('Half a na')
  await page.locator('#name-of-far').focus()
  await page.keyboard.press('End')
  await page.keyboard.type('me')
  await choose('Language', '中文')
  await page.getByRole('button', { name: '发布' }).waitFor()
  expect(await page.locator('#name-of-far').inputValue()).toBe('Half a name')
  expect(await inspected(page)).toBe('far')
  await page.getByRole('button', { name: '撤销：重命名节点' }).waitFor()
  // The problems are told in the new language too.
  await page.getByRole('region', { name: '问题' }).getByRole('button', { name: '需解决' }).click()
  await expect.poll(() => page.locator('.problem-list').innerText()).toContain('此项必填')
  await expect
    .poll(async () => (await savedDraft(wend, id)).nodes.find((node) => node.id === 'far'))
    .toMatchObject({ name: 'Half a name' })
  expect(await page.getByText('上次未保存的修改已恢复').count()).toBe(0)
  expect(faults).toEqual([])
})

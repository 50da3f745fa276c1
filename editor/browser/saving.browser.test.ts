import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openColleague } from '../../api/src/start/test-wend.ts'
import { ask, draw, inARow } from './by-api.ts'
import { openWend, signIn, startBrowser } from './wend.ts'

let wend: Awaited<ReturnType<typeof openWend>>
let colleague: Awaited<ReturnType<typeof openWend>>
let browser: Browser

beforeAll(async () => {
  ;[wend, browser] = await Promise.all([openWend('Saving'), startBrowser()])
  colleague = await openColleague(wend, 'Mei Chen')
})
afterAll(async () => {
  await browser?.close()
})

const file = {
  name: 'Saved',
  ...inARow(
    ['in', 'entry-event', { event: 'begun' }],
    ['wait', 'wait', { duration: 'PT2H' }],
    ['note', 'send-inbox', { title: 'Hello', body: 'Hello', kind: 'message' }],
  ),
}
interface Drawn {
  name: string
  nodes: { id: string; config: { title?: string; body?: string } }[]
}
const drafted = async (id: string): Promise<Drawn> => (await ask(wend, 'GET', `/v1/journeys/${id}`)).json.draft
const noteOf = async (id: string) => (await drafted(id)).nodes.find((node) => node.id === 'note')?.config
const saved = (page: Page) => page.locator('[data-save]').getAttribute('data-save')
const title = (page: Page) => page.getByRole('textbox', { name: 'Title' })
const text = (page: Page) => page.getByRole('textbox', { name: 'Text' })

async function open(id: string, by = wend) {
  const { page, faults } = await signIn(browser, by)
  await page.goto(`${wend.url}/journeys/${id}`)
  await page.locator('[data-card="note"]').click()
  await title(page).waitFor()
  return { page, faults }
}
/** As a crash ends a page: it gets to do nothing more. */
async function kill(page: Page): Promise<void> {
  const crashed = page.waitForEvent('crash')
  const devtools = await page.context().newCDPSession(page)
  void devtools.send('Page.crash').catch(() => undefined)
  await crashed
  await page.close()
}
/** Whatever the page tries, also as it ends, is not saved. */
const unsavable = (page: Page) =>
  page
    .context()
    .route('**/v1/journeys/*', (route) => (route.request().method() === 'PUT' ? route.abort() : route.continue()))
const isPut = (page: Page, puts: string[]) =>
  page.on('request', (request) => {
    if (request.method() === 'PUT' && /\/v1\/journeys\/[^/]+$/.test(request.url())) puts.push(request.url())
  })

test('20: one action is one step, named in the button, and the words of one field are one step until it is left', async () => {
  const { page } = await open(await draw(wend, file))
  await title(page).fill('')
  await title(page).pressSequentially('Hello there')
  await text(page).click()
  await text(page).pressSequentially('!')
  await page.locator('.canvas').focus()
  const undo = page.getByRole('button', { name: /^Undo|^Nothing to undo/ })
  expect(await undo.getAttribute('title')).toBe('Undo: change a setting')
  await undo.click()
  await expect.poll(() => title(page).inputValue()).toBe('Hello there')
  await undo.click()
  await expect.poll(() => title(page).inputValue()).toBe('Hello')
  expect(await undo.getAttribute('title')).toBe('Nothing to undo')
})

test('21: selecting, panning and opening panels are no steps and keep what can be redone; undo selects what it changed', async () => {
  const { page } = await open(await draw(wend, file))
  await title(page).fill('Changed')
  await page.locator('.canvas').focus()
  await page.getByRole('button', { name: /^Undo/ }).click()
  const redo = page.getByRole('button', { name: 'Redo: change a setting' })
  await redo.waitFor()
  await page.locator('[data-card="in"]').click()
  await page.locator('.react-flow__pane').click({ position: { x: 8, y: 200 } })
  await page.mouse.move(500, 700)
  await page.mouse.wheel(0, 200)
  await page.getByRole('button', { name: 'History' }).click()
  await page.getByRole('button', { name: 'History' }).click()
  await page.getByRole('button', { name: 'Nothing to undo' }).waitFor()
  await redo.click()
  await expect.poll(() => page.locator('[data-node="note"]').getAttribute('data-selected')).toBe('true')
  await expect.poll(() => title(page).inputValue()).toBe('Changed')
})

test('23: a draft is saved 800 ms after a change, valid or not; opening and leaving saves nothing', async () => {
  const id = await draw(wend, file)
  const { page } = await open(id)
  const puts: string[] = []
  isPut(page, puts)
  await page.locator('[data-card="in"]').click()
  await page.locator('[data-card="note"]').click()
  await page.goto(`${wend.url}/journeys`)
  await page.goto(`${wend.url}/journeys/${id}`)
  await page.locator('[data-card="note"]').click()
  expect(puts).toEqual([])
  const asked = page.waitForRequest((request) => request.method() === 'PUT' && request.url().endsWith(id))
  const changedAt = Date.now()
  await title(page).fill('')
  await asked
  expect(Date.now() - changedAt).toBeGreaterThanOrEqual(790)
  await expect.poll(async () => (await noteOf(id))?.title ?? '').toBe('')
  await expect.poll(() => saved(page)).toBe('saved')
  await page.getByRole('region', { name: 'Problems' }).getByText('1 to fix').first().waitFor()
  expect(puts).toHaveLength(1)
})

test('24: what a killed page had not saved is there again, as a step that undo takes away; a tab that lives keeps its own', async () => {
  const id = await draw(wend, file)
  const { page } = await open(id)
  await unsavable(page)
  await title(page).fill('Typed before the crash')
  await expect.poll(() => saved(page)).toBe('unreachable')
  // Another tab meanwhile takes nothing over from one that is there to save it.
  const beside = await page.context().newPage()
  await beside.goto(`${wend.url}/journeys/${id}`)
  await beside.locator('[data-card="note"]').click()
  expect(await title(beside).inputValue()).toBe('Hello')
  await beside.close()

  const context = page.context()
  await kill(page)
  await context.unrouteAll()
  const after = await context.newPage()
  await after.goto(`${wend.url}/journeys/${id}`)
  await after.getByText('Changes that were not saved last time are back.').waitFor()
  await after.locator('[data-card="note"]').click()
  await expect.poll(() => title(after).inputValue()).toBe('Typed before the crash')
  await expect.poll(async () => (await noteOf(id))?.title).toBe('Typed before the crash')
  await after.getByRole('button', { name: 'Undo: bring back unsaved changes' }).click()
  await expect.poll(() => title(after).inputValue()).toBe('Hello')
  await expect.poll(async () => (await noteOf(id))?.title).toBe('Hello')
  await expect.poll(() => saved(after)).toBe('saved')
  await after.reload()
  await after.locator('[data-card="note"]').click()
  expect(await after.getByText('Changes that were not saved last time are back.').count()).toBe(0)
})

test('24: unsaved changes that meet what somebody saved since are asked about, not laid over it', async () => {
  const id = await draw(wend, file)
  const { page } = await open(id)
  await unsavable(page)
  await title(page).fill('Mine')
  await expect.poll(() => saved(page)).toBe('unreachable')
  const context = page.context()
  await kill(page)
  await context.unrouteAll()
  const { etag, json } = await ask(wend, 'GET', `/v1/journeys/${id}`)
  const nodes = json.draft.nodes.map((node: Drawn['nodes'][number]) =>
    node.id === 'note' ? { ...node, config: { ...node.config, title: 'Theirs' } } : node,
  )
  await ask(wend, 'PUT', `/v1/journeys/${id}`, { ...json.draft, nodes }, etag)
  const after = await context.newPage()
  await after.goto(`${wend.url}/journeys/${id}`)
  const dialog = after.getByRole('dialog', { name: 'You and somebody else changed the same' })
  await dialog.waitFor()
  expect(await dialog.innerText()).toMatch(/Mine[\s\S]*Theirs/)
  await dialog.getByRole('button', { name: 'Keep theirs' }).click()
  await after.locator('[data-card="note"]').click()
  await expect.poll(() => title(after).inputValue()).toBe('Theirs')
})

test('25: different fields of two operators merge with a notice, the same field asks showing both, and undo takes back only mine', async () => {
  const id = await draw(wend, file)
  const [mine, theirs] = await Promise.all([open(id), open(id, colleague)])
  const cut = () =>
    mine.page.route('**/v1/journeys/**', (route) =>
      route.request().method() === 'PUT' || route.request().url().includes('together')
        ? route.abort()
        : route.continue(),
    )
  await cut()
  await mine.page.reload()
  await mine.page.locator('[data-card="note"]').click()
  await title(mine.page).fill('My title')
  await text(theirs.page).fill('Their text')
  await expect.poll(async () => (await noteOf(id))?.body).toBe('Their text')
  await mine.page.unrouteAll()
  await mine.page.getByText('Both changes were kept.').waitFor()
  await expect.poll(() => noteOf(id)).toMatchObject({ title: 'My title', body: 'Their text' })
  // It comes to the other by itself, too.
  await expect.poll(() => title(theirs.page).inputValue()).toBe('My title')
  await mine.page.locator('.canvas').focus()
  await mine.page.getByRole('button', { name: /^Undo/ }).click()
  await expect.poll(() => noteOf(id)).toMatchObject({ title: 'Hello', body: 'Their text' })
  await expect.poll(() => title(theirs.page).inputValue()).toBe('Hello')

  await cut()
  await mine.page.reload()
  await mine.page.locator('[data-card="note"]').click()
  await title(mine.page).fill('Mine')
  await title(theirs.page).fill('Theirs')
  await expect.poll(async () => (await noteOf(id))?.title).toBe('Theirs')
  await mine.page.unrouteAll()
  const dialog = mine.page.getByRole('dialog', { name: 'You and somebody else changed the same' })
  await dialog.waitFor()
  expect(await dialog.innerText()).toMatch(/Mine[\s\S]*Theirs/)
  await dialog.getByRole('button', { name: 'Keep mine' }).click()
  await expect.poll(async () => (await noteOf(id))?.title).toBe('Mine')
})

test('two browsers that draw at random at the same time lose nothing', async () => {
  const id = await draw(wend, file)
  const pages = await Promise.all([open(id), open(id, colleague)])
  await pages[0]?.page
    .getByRole('img', { name: /Mei Chen/ })
    .first()
    .waitFor()
  await pages[1]?.page
    .getByRole('img', { name: /Operator/ })
    .first()
    .waitFor()
  const types = ['wait', 'exit', 'send-email', 'branch', 'set-attributes']
  const added: string[] = []
  // Drawn anew from a seed, so that a run can be repeated.
  let seed = 20_261_128
  const random = (below: number) => {
    seed = (seed * 16_807) % 2_147_483_647
    return seed % below
  }
  const acts = pages.map(() =>
    Array.from({ length: 5 }, () => ({ type: types[random(types.length)] ?? 'wait', restMs: random(900) })),
  )
  await Promise.all(
    pages.map(async ({ page }, side) => {
      for (const [nth, { type, restMs }] of (acts[side] ?? []).entries()) {
        const cards = () =>
          page.locator('[data-card]').evaluateAll((all) => all.map((card) => card.getAttribute('data-card') ?? ''))
        const before = new Set(await cards())
        const targetPosition = { x: 60 + side * 320, y: 60 + nth * 120 }
        await page.locator(`[data-palette="${type}"]`).dragTo(page.locator('.react-flow'), { targetPosition })
        const own = await page.locator('[data-inspects]').getAttribute('data-inspects')
        if (own && !before.has(own)) added.push(own)
        await page.waitForTimeout(restMs)
      }
    }),
  )
  await expect
    .poll(() => Promise.all(pages.map(({ page }) => saved(page))), { timeout: 20_000 })
    .toEqual(['saved', 'saved'])
  expect(new Set(added).size).toBe(10)
  await expect
    .poll(async () => (await drafted(id)).nodes.map((node) => node.id).toSorted(), { timeout: 20_000 })
    .toEqual(['in', 'note', 'wait', ...added].toSorted())
  // Both see all of it, without loading anew.
  for (const { page } of pages)
    await expect.poll(() => page.locator('[data-card]').count(), { timeout: 20_000 }).toBe(13)
})

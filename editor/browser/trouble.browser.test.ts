import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask, draw, inARow } from './by-api.ts'
import { openWend, signIn, startBrowser } from './wend.ts'

let wend: Awaited<ReturnType<typeof openWend>>
let browser: Browser

beforeAll(async () => {
  ;[wend, browser] = await Promise.all([openWend('Trouble'), startBrowser()])
})
afterAll(async () => {
  await browser?.close()
})

const script = '<img src=x onerror="window.ran = true">'
const file = (event: string) => ({
  name: 'In trouble',
  ...inARow(
    ['in', 'entry-event', { event }],
    ['note', 'send-inbox', { title: 'Hello', body: 'Hello', kind: 'message' }],
  ),
})
const title = (page: Page) => page.getByRole('textbox', { name: 'Title' })
const saved = (page: Page) => page.locator('[data-save]').getAttribute('data-save')
const titleOf = async (id: string): Promise<string> =>
  (await ask(wend, 'GET', `/v1/journeys/${id}`)).json.draft.nodes.find((node: { id: string }) => node.id === 'note')
    .config.title
/** From now on the draft's PUT comes to this. */
const putting = (page: Page, status: number | 'never') =>
  page.route('**/v1/journeys/*', (route) => {
    if (route.request().method() !== 'PUT') return route.continue()
    if (status === 'never') return undefined
    const body = { type: 'urn:wend:problem:x', title: 'Refused by the test.', status, code: 'x', issues: [] }
    return route.fulfill({ status, contentType: 'application/problem+json', body: JSON.stringify(body) })
  })

test('while the server fails, is slow or refuses, it is said beside the name, nothing is published, and nothing typed is lost', async () => {
  const id = await draw(wend, file('failing'))
  const { page } = await signIn(browser, wend)
  await page.goto(`${wend.url}/journeys/${id}`)
  await page.locator('[data-card="note"]').click()
  for (const [status, state] of [
    [500, 'unreachable'],
    [429, 'unreachable'],
    [422, 'refused'],
  ] as const) {
    await putting(page, status)
    await title(page).fill(`Typed at ${status}`)
    await expect.poll(() => saved(page)).toBe(state)
    await page.unrouteAll()
    // Changed once more, it is tried once more, whatever was refused.
    await title(page).fill(`Kept at ${status}`)
    await expect.poll(() => titleOf(id)).toBe(`Kept at ${status}`)
    await expect.poll(() => saved(page)).toBe('saved')
  }
  await putting(page, 500)
  await title(page).fill('Still a draft')
  await page.getByRole('button', { name: 'Publish', exact: true }).click()
  await page.getByText('Not published: your last changes are not saved.').waitFor()
  expect((await ask(wend, 'GET', `/v1/journeys/${id}`)).json.state).toBe('draft')
  await page.unrouteAll()
  await expect.poll(() => titleOf(id)).toBe('Still a draft')
})

test('what somebody saved between the question and Publish is shown before it is published', async () => {
  const id = await draw(wend, file('overtaken'))
  const { page } = await signIn(browser, wend)
  await page.route('**/together/**', (route) => route.abort())
  await page.route('**/together', (route) => route.abort())
  await page.goto(`${wend.url}/journeys/${id}`)
  await page.getByRole('button', { name: 'Publish', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Publish' }).waitFor()
  const { etag, json } = await ask(wend, 'GET', `/v1/journeys/${id}`)
  await ask(wend, 'PUT', `/v1/journeys/${id}`, { ...json.draft, name: 'Renamed meanwhile' }, etag)
  await dialog.getByRole('button', { name: 'Publish' }).click()
  await page.getByText('Not published: somebody saved this draft meanwhile.').waitFor()
  await expect.poll(() => page.getByLabel('Journey name').inputValue()).toBe('Renamed meanwhile')
  expect((await ask(wend, 'GET', `/v1/journeys/${id}`)).json.state).toBe('draft')
})

test('a session that ends while one types lies over the page, and all that was typed is saved after signing in', async () => {
  const id = await draw(wend, file('signed-out'))
  const { page } = await signIn(browser, wend)
  await page.goto(`${wend.url}/journeys/${id}`)
  await page.locator('[data-card="note"]').click()
  await page.context().clearCookies()
  await title(page).fill('Typed while signed out')
  const dialog = page.getByRole('dialog', { name: 'You have been signed out' })
  await dialog.waitFor()
  await (await page.context().newPage()).goto(wend.signInUrl)
  await expect.poll(() => dialog.count()).toBe(0)
  await expect.poll(() => titleOf(id)).toBe('Typed while signed out')
  expect(await title(page).inputValue()).toBe('Typed while signed out')
})

test('a step of a type that the server does not know stays, grey, with its config, and is saved as it was', async () => {
  const config = { mood: script, deep: { list: [1, { two: true }] } }
  const drawn = file('unknown')
  const gone = { id: 'gone', type: 'gone-type', version: 7, position: { x: 300, y: 0 }, config, name: script }
  const id = await draw(wend, {
    ...drawn,
    name: script,
    nodes: [...drawn.nodes, gone],
    notes: [{ id: 'n', text: script, position: { x: 500, y: 0 } }],
  })
  const { page, faults } = await signIn(browser, wend)
  await page.goto(`${wend.url}/journeys/${id}`)
  const card = page.locator('[data-node="gone"]')
  await card.waitFor()
  expect(await card.getAttribute('data-unknown')).toBe('true')
  await page.locator('[data-card="gone"]').click()
  await expect.poll(() => page.locator('.inspector pre').innerText()).toContain('onerror')
  await page.locator('[data-card="note"]').click()
  await title(page).fill(script)
  await expect.poll(() => titleOf(id)).toBe(script)
  expect((await ask(wend, 'GET', `/v1/journeys/${id}`)).json.draft.nodes.at(-1)).toEqual(gone)
  // A script in names, notes, texts and configs is text, here and in the list.
  await page.goto(`${wend.url}/journeys`)
  await page.getByText(script).first().waitFor()
  expect(await page.evaluate(() => 'ran' in window)).toBe(false)
  expect(faults).toEqual([])
})

test('a clock that is a year wrong tells no wrong ages and loses nothing', async () => {
  const id = await draw(wend, file('clocked'))
  const { page } = await signIn(browser, wend)
  await page.addInitScript(() => {
    const real = Date.now
    Date.now = () => real() + 365 * 86_400_000
  })
  await page.goto(`${wend.url}/journeys/${id}`)
  await page.locator('[data-card="note"]').click()
  await page.getByRole('tab', { name: /^Comments/ }).click()
  await page.getByRole('textbox', { name: /^Write a comment/ }).fill('Just now')
  await page.keyboard.press('Control+Enter')
  await expect.poll(() => page.locator('.comment time').innerText()).toMatch(/now|second/)
  await page.getByRole('tab', { name: 'Configure' }).click()
  await title(page).fill('By a wrong clock')
  await expect.poll(() => titleOf(id)).toBe('By a wrong clock')
})

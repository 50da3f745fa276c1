import { Analytics } from '@segment/analytics-node'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openWend, signIn, startBrowser } from './wend.ts'

let wend: Awaited<ReturnType<typeof openWend>>
let browser: Browser

beforeAll(async () => {
  ;[wend, browser] = await Promise.all([openWend('Messages'), startBrowser()])
  const analytics = new Analytics({ writeKey: wend.writeKey, host: wend.url, flushAt: 1 })
  analytics.identify({ userId: 'noah', traits: { name: 'Noah' } })
  await analytics.flush()
  analytics.identify({ userId: 'ada', traits: { name: 'Ada <i>', email: 'ada@example.com', 'favourite shop': 'Bern' } })
  analytics.track({ userId: 'ada', event: 'add_to_cart', properties: { value: 20, product: 'Kettle' } })
  await analytics.flush()
  analytics.track({ userId: 'ada', event: 'home' })
  await analytics.closeAndFlush()
})
afterAll(async () => {
  await browser?.close()
})

const call = async (method: string, path: string, body?: object): Promise<unknown> => {
  const headers = { Authorization: `Bearer ${wend.apiKey}`, 'Content-Type': 'application/json' }
  const answer = await fetch(wend.url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) })
  return answer.json()
}

/** Opens a draft with an e-mail, selected. */
async function openMail(page: Page): Promise<string> {
  const nodes = [
    { id: 'in', type: 'entry-event', version: 1, position: { x: 0, y: 0 }, config: { event: 'add_to_cart' } },
    {
      id: 'mail',
      type: 'send-email',
      version: 1,
      position: { x: 0, y: 160 },
      config: { subject: 'Your cart', body: '<p>Hello</p>' },
    },
  ]
  const file = { name: 'Cart mail', nodes, edges: [{ from: 'in', outlet: 'next', to: 'mail' }], settings: {} }
  const { id } = z.object({ id: z.string() }).parse(await call('POST', '/v1/journeys', file))
  await page.goto(`${wend.url}/journeys/${id}?node=mail`)
  await page.getByRole('heading', { name: 'Send e-mail' }).waitFor()
  return id
}

const inspector = (page: Page) => page.getByRole('complementary', { name: 'Settings of the selection' })

/** The field of the HTML, as code, once the editor for it is there. */
async function htmlIn(place: Locator): Promise<Locator> {
  await place.getByRole('button', { name: 'Code', exact: true }).click()
  await place.locator('.cm-content').waitFor()
  return place.getByRole('textbox', { name: 'Body' })
}

test('a value is inserted where the caret stands, from what customers and events here really have, by mouse or by keys', async () => {
  const { page, faults } = await signIn(browser, wend)
  await openMail(page)
  const subject = inspector(page).getByRole('textbox', { name: 'Subject' })
  await subject.fill('Hello , your cart')
  await subject.evaluate((field) => field instanceof HTMLInputElement && field.setSelectionRange(6, 6))
  await page.getByRole('button', { name: 'Insert value into Subject' }).click()
  const menu = page.getByRole('dialog', { name: 'Values that templates can show' })
  await menu.getByRole('button', { name: 'customer.name Ada <i>' }).click()
  await expect.poll(() => subject.inputValue()).toBe('Hello {{ customer.name }}, your cart')

  // The HTML has an editor of its own, and no policy stands in its way.
  const body = await htmlIn(inspector(page))
  await body.fill('<p></p>')
  await page.keyboard.press('Home')
  for (let nth = 0; nth < 3; nth++) await page.keyboard.press('ArrowRight')
  await page.getByRole('button', { name: 'Insert value into Body' }).press('Enter')
  await expect.poll(() => page.evaluate(() => document.activeElement?.closest('[role="dialog"]') !== null)).toBe(true)
  await page.keyboard.type('product')
  await menu.getByRole('button', { name: 'event.product Kettle' }).waitFor()
  await expect.poll(() => menu.getByRole('button', { name: /^customer\.id/ }).count()).toBe(0)
  await page.keyboard.press('Enter')
  await expect.poll(() => body.innerText()).toContain('<p>{{ event.product }}</p>')
  await page.getByRole('button', { name: 'Insert value into Subject' }).click()
  await menu.getByRole('button', { name: 'customer["favourite shop"] Bern' }).waitFor()
  // Opened a second time it has the keyboard too.
  await expect.poll(() => page.evaluate(() => document.activeElement?.closest('[role="dialog"]') !== null)).toBe(true)
  await page.keyboard.press('Escape')
  await expect.poll(() => menu.count()).toBe(0)
  await expect.poll(() => page.locator('[data-save="saved"]').count()).toBe(1)
  expect(faults).toEqual([])
})

test('tags that are typed with their ends stay as they are typed', async () => {
  const { page } = await signIn(browser, wend)
  const id = await openMail(page)
  const body = await htmlIn(inspector(page))
  await body.click()
  await page.keyboard.press('Control+a')
  const typed = '<p>Save 10%. <a href="https://s.example">Shop</a></p>'
  await page.keyboard.type(typed)
  await page.locator('[data-save="saved"]').waitFor()
  const kept = z.object({ draft: z.object({ nodes: z.array(z.object({ config: z.looseObject({}) })) }) })
  await expect
    .poll(async () => kept.parse(await call('GET', `/v1/journeys/${id}`)).draft.nodes[1]?.config.body)
    .toBe(typed)
})

test('what is typed while the code of the editor for HTML is still on its way stays, and so does the keyboard', async () => {
  const { page, faults } = await signIn(browser, wend)
  let letGo = () => {}
  const held = new Promise<void>((resolve) => {
    letGo = resolve
  })
  await page.route(/\/code-editor-[^/]*\.js$/, (route) => held.then(() => route.continue()))
  await openMail(page)
  await inspector(page).getByRole('button', { name: 'Code', exact: true }).click()
  const body = inspector(page).getByRole('textbox', { name: 'Body' })
  await body.click()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('<p')
  const came = page.waitForResponse(/\/code-editor-[^/]*\.js$/)
  letGo()
  await (await came).finished()
  // Until what came could have been drawn.
  await page.evaluate(() => new Promise((done) => requestIdleCallback(done)))
  await page.keyboard.type('>Save\n</p>')
  await expect.poll(() => body.inputValue()).toBe('<p>Save\n</p>')
  expect(faults).toEqual([])
})

test('a preview is rendered for a real customer and the newest event of hers that begins the journey, by what sends, and names what is wrong', async () => {
  const { page, faults } = await signIn(browser, wend)
  await openMail(page)
  await page.getByRole('button', { name: 'Write, preview and test' }).click()
  const dialog = page.getByRole('dialog', { name: /write, preview and test/ })
  await dialog.getByRole('textbox', { name: 'Subject' }).fill('Hi {{ customer.name }}, still {{ entry.value }}?')
  const body = await htmlIn(dialog)
  await body.fill('<p id="told">{{ customer.name }} and {{ event.product }}</p>')
  const preview = dialog.getByRole('region', { name: 'Preview' })
  await preview.getByText('Hi Ada <i>, still 20?').waitFor()
  const shown = preview.frameLocator('iframe')
  await expect.poll(() => shown.locator('#told').innerText()).toBe('Ada <i> and Kettle')
  await shown.getByText('Unsubscribe').waitFor()

  await preview.getByRole('combobox', { name: 'Because of' }).selectOption({ index: 0 })
  await preview.getByText('Hi Ada <i>, still ?').waitFor()

  // Another customer, looked up: without an address it would not go, and the picker says why.
  await preview.getByRole('combobox', { name: 'As it reaches' }).click()
  await page.keyboard.type('noa')
  await page.getByTitle('noah · Noah').click()
  await preview.getByText('no e-mail address is known').waitFor()
  await preview.getByText('Hi Noah, still ?').waitFor()

  await dialog.getByRole('textbox', { name: 'Subject' }).fill('Hi {{ customer.name | upcas }}')
  await preview.getByText(/There is no filter “upcas”/).waitFor()
  await dialog.getByRole('textbox', { name: 'Subject' }).fill('Hi')
  await expect.poll(() => preview.getByRole('list', { name: 'What is wrong' }).count()).toBe(0)

  // What is closed by Escape is the innermost; the keyboard comes back to where the dialog was opened.
  await body.click()
  await page.keyboard.press('Control+End')
  await page.keyboard.type('{{ customer')
  await page.locator('.cm-tooltip-autocomplete').waitFor()
  await page.keyboard.press('Escape')
  await expect.poll(() => page.locator('.cm-tooltip-autocomplete').count()).toBe(0)
  expect(await dialog.isVisible()).toBe(true)
  await page.keyboard.press('Escape')
  await expect.poll(() => dialog.isVisible()).toBe(false)
  const opener = page.getByRole('button', { name: 'Write, preview and test' })
  await expect.poll(() => opener.evaluate((button) => button === document.activeElement)).toBe(true)
  expect(faults).toEqual([])
})

test('a preview tells which values came out empty for this customer, and writes a fallback for them as one step', async () => {
  const { page, faults } = await signIn(browser, wend)
  await openMail(page)
  await page.getByRole('button', { name: 'Write, preview and test' }).click()
  const dialog = page.getByRole('dialog', { name: /write, preview and test/ })
  const subject = dialog.getByRole('textbox', { name: 'Subject' })
  const body = await htmlIn(dialog)
  await subject.fill('Hi {{ customer.nick }} of {{ customer.id }}{% if customer.vip %}!{% endif %}')
  await body.fill('<p>{{ customer.nick | upcase }}</p>')
  const empty = dialog.getByRole('region', { name: 'Values that came out empty' })
  await expect.poll(() => empty.locator('li').allInnerTexts()).toEqual([expect.stringContaining('customer.nick')])
  const fallback = empty.getByRole('textbox', { name: 'Instead of customer.nick' })
  await fallback.fill('friend')
  await fallback.press('Enter')
  await expect
    .poll(() => subject.inputValue())
    .toBe("Hi {{ customer.nick | default: 'friend' }} of {{ customer.id }}{% if customer.vip %}!{% endif %}")
  await dialog.getByText(/^Hi friend of/).waitFor()
  await expect.poll(() => empty.count()).toBe(0)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: /^Undo/ }).click()
  const left = await htmlIn(inspector(page))
  await expect.poll(() => left.innerText()).toBe('<p>{{ customer.nick | upcase }}</p>')
  expect(faults).toEqual([])
})

test('a test really reaches the outbox, marked, and counts as no touch of the journey', async () => {
  const { page, faults } = await signIn(browser, wend)
  const id = await openMail(page)
  await page.getByRole('button', { name: 'Write, preview and test' }).click()
  const dialog = page.getByRole('dialog', { name: /write, preview and test/ })
  await dialog.getByRole('textbox', { name: 'Send a test to' }).fill('me@example.com')
  await dialog.getByRole('button', { name: 'Send test' }).click()
  // It left for nobody, and does not say that it was delivered.
  await dialog.getByText('kept here: the local outbox').waitFor()
  expect(await dialog.getByText('delivered').count()).toBe(0)
  const link = dialog.getByRole('link', { name: 'See it in the outbox' })
  await page.goto(wend.url + (await link.getAttribute('href')))
  const seen = page.getByRole('article', { name: '[Test] Your cart' })
  await seen.getByText('Operator').waitFor()
  await expect.poll(() => page.locator('[data-touch]').count()).toBe(1)

  const caught = JSON.stringify(await call('GET', '/v1/outbox?recipient=me@example.com'))
  expect(caught).toContain('[Test] Your cart')
  expect(await call('GET', `/v1/touches?journey=${id}`)).toEqual({ items: [], next: null })
  expect(await call('GET', `/v1/journeys/${id}/counts`)).toMatchObject({ entered: 0, active: 0 })
  await page.getByRole('button', { name: 'All', exact: true }).click()
  await expect.poll(() => page.url()).not.toContain('tests')
  await expect.poll(() => page.locator('[data-touch]').innerText()).toMatch(/me@example\.com.*Test\s*kept here/s)
  expect(faults).toEqual([])
})

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openWend, signIn, startBrowser } from './wend.ts'

let wend: Awaited<ReturnType<typeof openWend>>
let browser: Browser

beforeAll(async () => {
  ;[wend, browser] = await Promise.all([openWend('First run'), startBrowser()])
})
afterAll(async () => {
  await browser?.close()
})

const step = (page: Page, name: string) => page.locator(`[data-step="${name}"]`)
const isDone = (page: Page, name: string) => expect.poll(() => step(page, name).getAttribute('data-done')).toBe('true')

test('an empty workspace is led from demo data over a template and its publishing to the first customer who moves, and can be left on the way', async () => {
  const { page, faults } = await signIn(browser, wend)
  const steps = page.getByRole('region', { name: 'First steps' })
  await steps.getByText('0 of 4 done').waitFor()

  // A key that works is made on request, for the terminal and for a page.
  await steps.getByRole('button', { name: 'Make a key for this' }).click()
  await steps.getByText('The key is shown this once').waitFor()
  const curl = await steps.locator('pre').innerText()
  const key = /-u (wend_write_\S+):/.exec(curl)?.[1] ?? ''
  const sent = await fetch(`${wend.url}/v1/track`, {
    method: 'POST',
    headers: { Authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` },
    body: JSON.stringify({ userId: 'ada', event: 'add_to_cart' }),
  })
  expect(sent.status).toBe(200)
  await isDone(page, 'send')
  await step(page, 'send')
    .getByRole('button', { name: /Send an event/ })
    .click()
  await steps.getByRole('button', { name: 'JavaScript' }).click()
  await steps.getByRole('button', { name: 'Make a key for this' }).click()
  await expect.poll(() => steps.locator('pre').innerText()).toContain("writeKey: 'wend_browser_")
  await steps.getByRole('button', { name: 'Add demo customers' }).click()
  await page.getByText('8 invented customers did').waitFor()

  await step(page, 'take')
    .getByRole('button', { name: /Take a template/ })
    .click()
  await step(page, 'take').getByRole('link', { name: 'Look at the templates' }).click()
  await page.getByRole('button', { name: 'Use it: Cart reminder' }).click()
  await page.getByText('“Cart reminder” is a draft of yours now').waitFor()

  // Left here, and resumed.
  await page.getByRole('link', { name: 'Back to journeys' }).click()
  await steps.getByText('2 of 4 done').waitFor()
  await step(page, 'publish').getByRole('link', { name: 'Open the draft' }).click()
  await page.getByRole('button', { name: 'Publish' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click()
  await page.getByText('Version 1 is live').waitFor()
  await page.getByRole('link', { name: 'Back to journeys' }).click()
  await isDone(page, 'publish')
  await step(page, 'watch').getByRole('button', { name: 'Add demo customers' }).click()
  await isDone(page, 'watch')

  // The list's numbers open who is behind them.
  const row = page.getByRole('row', { name: /Cart reminder/ })
  await row.getByText('Entry').waitFor()
  const inside = row.getByRole('link', { name: /Cart reminder, Entered, 7 days: \d/ })
  await inside.click()
  await page
    .getByRole('link', { name: /demo-2-/ })
    .first()
    .waitFor()
  await page.getByRole('link', { name: 'Back to journeys' }).click()

  await page.getByRole('button', { name: 'Put away' }).click()
  await expect.poll(() => steps.count()).toBe(0)
  await page.reload()
  await page.getByRole('heading', { name: 'Journeys' }).waitFor()
  expect(await page.getByRole('button', { name: 'Put away' }).count()).toBe(0)
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('button', { name: 'Show the first steps again' }).click()
  await page.getByRole('link', { name: 'Journeys' }).click()
  await page.getByRole('button', { name: 'Put away' }).waitFor()
  expect(faults).toEqual([])
})

test('模板按类型陈列，说明哪些行为事件已接收；选用后草稿是中文，并改用此空间自己的事件名称', async () => {
  const { page, faults } = await signIn(browser, wend, { locale: 'zh-CN' })
  await page.goto(`${wend.url}/templates?family=reactivation`)
  await page.getByRole('heading', { name: '促活', level: 2 }).waitFor()
  await expect.poll(() => page.locator('[data-template]').count()).toBe(2)
  await page.getByRole('button', { name: '全部' }).click()
  await expect.poll(() => page.locator('[data-template]').count()).toBe(9)
  const words = (await page.locator('main').ariaSnapshot()).match(/(?<![\w/.:-])[A-Z][a-z]{3,}(?![\w/.:-])/g) ?? []
  expect(words).toEqual([])
  const cart = page.locator('[data-template="cart-reminder"] [data-received="true"]')
  await expect.poll(() => cart.count()).toBe(2)
  const checkIn = page.getByRole('combobox', { name: 'check_in 在此空间的名称' })
  await checkIn.selectOption('home')
  await page.getByRole('button', { name: '使用模板“七日签到”' }).click()
  await page.locator('[data-node]').filter({ hasText: '发放奖励' }).waitFor()
  await page.locator('[data-node="in"]').filter({ hasText: 'home' }).waitFor()
  expect(faults).toEqual([])
})

test('settings are kept and say so: name and zone, a key shown once and revoked, a secret, a test e-mail', async () => {
  const { page, faults } = await signIn(browser, wend)
  await page.goto(`${wend.url}/settings`)
  const general = page.getByRole('region', { name: 'Workspace' })
  await general.getByRole('textbox', { name: 'Name' }).fill('Tea shop')
  await general.getByRole('combobox', { name: 'Time zone' }).click()
  await page.keyboard.type('Shanghai')
  await page.keyboard.press('Enter')
  await general.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved. Journeys go by it').waitFor()
  await page.reload()
  await expect.poll(() => general.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Tea shop')
  await general.getByText('Asia/Shanghai').waitFor()

  const keys = page.getByRole('region', { name: 'Keys' })
  await keys.getByRole('combobox', { name: 'Kind' }).selectOption('api')
  await keys.getByRole('textbox', { name: 'What it is for' }).fill('Import script')
  await keys.getByRole('button', { name: 'Make a key' }).click()
  const key = await keys.locator('[data-new-key="api"]').innerText()
  const by = () => fetch(`${wend.url}/v1/workspace`, { headers: { Authorization: `Bearer ${key}` } })
  expect(z.object({ name: z.string() }).parse(await (await by()).json()).name).toBe('Tea shop')
  await page.reload()
  await keys.getByText('Import script').waitFor()
  expect(await keys.innerText()).not.toContain(key)
  await keys.getByRole('button', { name: 'Revoke Import script' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke Import script' }).click()
  await page.getByText('Revoked “Import script”').waitFor()
  await expect.poll(async () => (await by()).status, { timeout: 8000 }).toBe(401)

  const secrets = page.getByRole('region', { name: 'Secrets' })
  await secrets.getByRole('textbox', { name: 'Name' }).fill('token')
  await secrets.getByLabel('Value').fill('very secret')
  await secrets.getByRole('button', { name: 'Keep it' }).click()
  await page.getByText('Kept “token”').waitFor()
  await secrets.getByText('{{ secrets.token }}').waitFor()

  const channels = page.getByRole('region', { name: 'Channels' })
  await channels.getByText('The local outbox catches every e-mail').waitFor()
  await channels.getByRole('textbox', { name: 'Send a test e-mail to' }).fill('me@example.com')
  await channels.getByRole('button', { name: 'Send test' }).click()
  await channels.getByText('kept here: the local outbox').waitFor()
  await channels.getByRole('link', { name: 'See it in the outbox' }).click()
  await page.getByRole('article', { name: '[Test] Test of Tea shop' }).waitFor()
  expect(faults).toEqual([])
})

test('lists are found again by their address, and one that holds nothing says why', async () => {
  const { page, faults } = await signIn(browser, wend)
  await page.goto(`${wend.url}/journeys`)
  await page.getByRole('textbox', { name: 'Search by name' }).fill('WELC')
  await expect.poll(() => page.locator('[data-journey]').count()).toBe(1)
  await page.reload()
  await expect.poll(() => page.locator('[data-journey]').count()).toBe(1)
  await page.getByRole('combobox', { name: 'State' }).selectOption('stopped')
  await page.getByRole('heading', { name: 'No such journey' }).waitFor()
  await page.getByRole('button', { name: 'Show all' }).click()
  await expect.poll(() => page.locator('[data-journey]').count()).toBeGreaterThan(1)
  await page.goto(`${wend.url}/customers?search=demo-1-1`)
  await expect.poll(() => page.locator('[data-customer]').count()).toBe(1)
  await page.goto(`${wend.url}/outbox?state=failed`)
  await page.getByRole('heading', { name: 'No such messages' }).waitFor()
  expect(faults).toEqual([])
})

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask, did, draw, inARow, publish } from './by-api.ts'
import { openWend, signIn, startBrowser } from './wend.ts'

let wend: Awaited<ReturnType<typeof openWend>>
let browser: Browser

beforeAll(async () => {
  ;[wend, browser] = await Promise.all([openWend('Names'), startBrowser()])
})
afterAll(async () => {
  await browser?.close()
})

const message = (title: string) => ({ title, body: 'Hi', kind: 'message' })
const twice = inARow(
  ['in', 'entry-event', { event: 'twice' }],
  ['one', 'send-inbox', message('Hello')],
  ['rest', 'wait', { duration: 'PT2H' }],
  ['two', 'send-inbox', message('Hello')],
  ['three', 'send-inbox', message('Goodbye')],
  ['late', 'wait', {}],
  ['later', 'wait', {}],
)

test('steps of one name are told apart wherever they are listed: by what they do, else by their number in the journey', async () => {
  const id = await draw(wend, { name: 'Twice', ...twice })
  const { page, faults } = await signIn(browser, wend)
  await page.goto(`${wend.url}/journeys/${id}`)
  const problems = page.getByRole('region', { name: 'Problems' })
  await problems.getByRole('button', { name: /2 to fix/ }).click()
  await expect
    .poll(async () => (await problems.locator('.problem b').allInnerTexts()).sort())
    .toEqual(['Wait … (1)', 'Wait … (2)'])

  // The outline has what they do beside them.
  await page.getByRole('tab', { name: 'Outline' }).click()
  const row = (node: string) => page.locator(`[data-row="step ${node}"]`)
  await expect.poll(() => row('one').locator('.outline-name').innerText()).toBe('Send to inbox (1)')
  expect(await row('two').locator('.outline-name').innerText()).toBe('Send to inbox (2)')
  expect(await row('three').locator('.outline-name').innerText()).toBe('Send to inbox')
  expect(await row('rest').locator('.outline-name').innerText()).toBe('Wait')
  expect(await row('three').getByRole('button').getAttribute('aria-label')).toContain('Send to inbox · Goodbye')

  // So has the list of what a way out can lead to; where it says something else there, they have it in their name.
  await page.locator('[data-card="in"]').click()
  await page.locator('[data-card="in"]').focus()
  await page.keyboard.press('l')
  const option = (node: string) => page.locator(`[data-link="${node}"]`).innerText()
  await expect.poll(() => option('two')).toMatch(/^Send to inbox \(2\)\s+Hello$/)
  expect(await option('three')).toMatch(/^Send to inbox\s+Goodbye$/)
  expect(await option('one')).toMatch(/^Send to inbox · Hello \(1\)\s/)
  await page.keyboard.press('Escape')
  expect(faults).toEqual([])
})

test('numbers, the customers behind them and the outbox tell steps of one name apart too', async () => {
  const file = {
    name: 'Sent twice',
    ...inARow(
      ['in', 'entry-event', { event: 'sent' }],
      ['one', 'send-inbox', message('Hello')],
      ['two', 'send-inbox', message('Goodbye')],
    ),
  }
  const id = await draw(wend, file)
  await publish(wend, id)
  await did(wend, 'sent', { ada: {} })
  await expect.poll(async () => (await ask(wend, 'GET', `/v1/journeys/${id}/counts`)).json.ended.completed).toBe(1)
  const { page } = await signIn(browser, wend)
  await page.goto(`${wend.url}/journeys/${id}/live`)
  await page.locator('[data-node="two"] [data-number="passed"]').click()
  await page.getByText('Send to inbox · Goodbye: passed').waitFor()
  await page.goto(`${wend.url}/customers/ada`)
  await page.getByText('Send to inbox · Hello').first().waitFor()
  await page.getByText('Send to inbox · Goodbye').first().waitFor()
  await page.goto(`${wend.url}/outbox?journey=${id}`)
  await page.getByText('Goodbye').first().click()
  await page.getByText('Sent twice · Send to inbox · Goodbye').waitFor()
})

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask, draw, inARow, publish } from './by-api.ts'
import { openWend, signIn, startBrowser } from './wend.ts'

let wend: Awaited<ReturnType<typeof openWend>>
let browser: Browser

beforeAll(async () => {
  ;[wend, browser] = await Promise.all([openWend('Make some'), startBrowser()])
})
afterAll(async () => {
  await browser?.close()
})

const own = (event: string, field: string, operator: string, value: string | number) =>
  draw(wend, {
    name: 'Of my own',
    ...inARow(
      ['in', 'entry-event', { event, where: { combinator: 'and', rules: [{ field, operator, value }] } }],
      ['rest', 'wait', { duration: 'PT1H' }],
    ),
  })

test('41: an empty Live of a journey of one’s own makes customers who meet its entry, and shows them waiting', async () => {
  const id = await own('tea_bought', 'event.value', '>=', 50)
  const { page, faults } = await signIn(browser, wend)
  await page.goto(`${wend.url}/journeys/${id}`)
  await page.getByRole('button', { name: 'Publish' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click()
  // What they are is said before they are made.
  await page.getByText('Five invented customers (demo-…)').waitFor()
  await page.getByText('webhooks are really called').waitFor()
  await page.getByRole('button', { name: 'Make some customers for me' }).click()
  await page.getByText('5 of 5 invented customers entered.').waitFor()
  const here = page.locator('[data-node="rest"] [data-number="here"]')
  await expect.poll(() => here.getAttribute('data-count')).toBe('5')
  await expect.poll(() => page.getByText('Nobody has entered yet').count()).toBe(0)
  await here.click()
  await page.locator('[data-customer="demo-1-1"]').click()
  await page.getByText('demo-1-1@example.com').first().waitFor()
  expect(faults).toEqual([])
})

test('where the entry asks for what cannot be invented, that is said, and a paused journey offers nobody', async () => {
  const id = await own('tea_thanks', 'customer.email', '=', 'ada@shop.com')
  await publish(wend, id)
  const { page } = await signIn(browser, wend)
  await page.goto(`${wend.url}/journeys/${id}/live`)
  await page.getByRole('button', { name: 'Make some customers for me' }).click()
  await page.getByText('What the entry asks for cannot be invented from its own values.').waitFor()
  await ask(wend, 'POST', `/v1/journeys/${id}/pause`, { mode: 'hold' })
  await page.reload()
  await page.getByText('Nobody has entered yet').waitFor()
  expect(await page.getByRole('button', { name: 'Make some customers for me' }).count()).toBe(0)
})

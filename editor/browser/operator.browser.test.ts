import { Analytics } from '@segment/analytics-node'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningWend, signIn, startBrowser, startWend } from './wend.ts'

let wend: RunningWend
let browser: Browser

beforeAll(async () => {
  ;[wend, browser] = await Promise.all([startWend(), startBrowser()])
})
afterAll(async () => {
  await browser?.close()
  await wend?.stop()
})

const card = (page: Page, name: string | RegExp) => page.locator('[data-node]').filter({ hasText: name })

/** Draws: a paid order enters, a second passes, a note goes to the inbox. Leaves the note's title empty. */
async function draw(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'New journey' }).first().click()
  await page.getByLabel('Journey name').fill('Thank for an order')
  await page.getByRole('button', { name: /^Enter by event Customers/ }).click()
  await page.getByRole('textbox', { name: 'Event' }).fill('order_paid')

  await page.getByRole('button', { name: /^Add a step after Enter by event/ }).click()
  await page
    .getByRole('dialog')
    .getByRole('option', { name: /^Wait\b/ })
    .first()
    .click()
  await page.getByRole('spinbutton').first().fill('1')
  await page.getByRole('combobox', { name: /Unit/ }).first().selectOption('seconds')

  await page.getByRole('button', { name: /^Add a step after Wait/ }).click()
  await page
    .getByRole('dialog')
    .getByRole('option', { name: /^Send to inbox/ })
    .click()
  await page.getByRole('textbox', { name: 'Text' }).fill('Your order is on its way.')
}

test('an operator draws a journey, mends what is wrong, publishes it, and watches a customer pass', async () => {
  const { page, faults } = await signIn(browser, wend)
  await draw(page)

  // A problem names its node, and leads to its field.
  await page.getByRole('button', { name: 'Publish' }).click()
  const problem = page.getByRole('region', { name: 'Problems' }).getByRole('button', { name: /Title/ })
  await problem.click()
  const title = page.getByRole('textbox', { name: 'Title' })
  await expect.poll(() => title.evaluate((field) => field === document.activeElement)).toBe(true)
  await title.fill('Thank you, {{ customer.name }}')
  await expect.poll(() => page.getByRole('region', { name: 'Problems' }).innerText()).toContain('ready to publish')

  await page.getByRole('button', { name: 'Publish' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click()
  await page.getByRole('navigation', { name: 'Mode' }).getByRole('link', { name: 'Live' }).click()
  await page.getByText('Nobody has entered yet').waitFor()

  const analytics = new Analytics({ writeKey: wend.writeKey, host: wend.url, flushAt: 1 })
  analytics.identify({ userId: 'ada', traits: { name: 'Ada' } })
  analytics.track({ userId: 'ada', event: 'order_paid', properties: { total: 12 } })
  await analytics.closeAndFlush()

  // The counts move by themselves; a number opens who is behind it, and she her timeline.
  await card(page, 'Send to inbox').getByRole('button', { name: 'Send to inbox: 1 passed' }).click()
  await page.getByRole('link', { name: /^ada / }).click()
  await page.waitForURL(/\/customers\/ada/)
  const timeline = page.getByRole('region', { name: 'What happened' })
  for (const told of ['order_paid', 'Thank for an order', 'Wait', 'Send to inbox']) {
    await expect.poll(() => timeline.innerText()).toContain(told)
  }

  await page.getByRole('link', { name: 'Outbox' }).click()
  await page.getByText('Thank you, Ada').first().waitFor()
  expect(faults).toEqual([])
})
